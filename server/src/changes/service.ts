import type { Link } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Actor, Reading, Work } from '../platform/work.ts';
import type { Edit } from '../releases/edits.ts';
import { type Items, idOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { contentHash } from './merge.ts';
import { mergeOnto, type Proposal, proposalOf } from './proposal.ts';
import * as store from './store.ts';
import type { Requirement, Status } from './tables.ts';
import { type Take, taken } from './take.ts';

export { waitsFor } from '../fleet/service.ts';
export { forget } from './forget.ts';
export type { Conflict } from './merge.ts';
export { changesOnto, changesSince, mergeOnto } from './proposal.ts';
export type { ApprovalRow as Approval, Filter, Row as Change } from './store.ts';
export type { Status } from './tables.ts';
export { statuses } from './tables.ts';
export type { Take } from './take.ts';

export interface Draft {
  readonly title: string;
  readonly description?: string | undefined;
  readonly links?: readonly Link[] | undefined;
  readonly edits: readonly Edit[];
  readonly requires?: readonly Requirement[] | undefined;
}

export type Revision = { readonly [N in keyof Draft]?: Draft[N] | undefined };

/** Proposes edits to one environment. Nothing happens to it until they ride. */
export async function open(
  work: Work,
  environment: string,
  { title, description = '', links = [], edits, requires = [] }: Draft,
  author: Actor,
): Promise<store.Row> {
  const { release } = await environments.find(work, environment);
  refuseTwice(edits);
  const items = await switches.itemsOf(work, environment);
  const row: store.Row = {
    environment,
    number: await store.nextNumber(work.tx, environment),
    title,
    description,
    links,
    author,
    authorId: author.id,
    status: 'open',
    ...(await proposalOf(work, environment, edits, items)),
    baseRelease: release,
    requires,
    contentHash: contentHash(edits, requires),
    version: 1,
    release: null,
    createdAt: work.now,
    updatedAt: work.now,
  };
  await store.insert(work.tx, row);
  await note(work, row, 'open-change', `Opened ${nameOf(row)}`);
  return row;
}

/** Refuses if there is no such change. */
export async function find(
  reading: Reading,
  environment: string,
  number: number,
): Promise<store.Row> {
  const row = await store.find(reading.tx, environment, number);
  if (row !== undefined) return row;
  await environments.find(reading, environment);
  throw new Problem('not-found', `There is no change ${number} in ${environment}`);
}

export const findAll = ({ tx }: Reading, environment: string, numbers: readonly number[]) =>
  store.findAll(tx, environment, numbers);

/** Newest first, and where the next page begins. */
export async function list(
  reading: Reading,
  environment: string,
  filter: store.Filter,
  limit: number,
): Promise<{ changes: store.Row[]; next?: number }> {
  await environments.find(reading, environment);
  const rows = await store.page(reading.tx, environment, filter, limit + 1);
  const changes = rows.slice(0, limit);
  const last = changes.at(-1);
  return rows.length > limit && last !== undefined ? { changes, next: last.number } : { changes };
}

/** Other edits than before, or other code, void what was approved. Only the author says something else. */
export async function edit(
  work: Work,
  environment: string,
  number: number,
  { version, ...revision }: Revision & { readonly version: number },
  by: Actor,
): Promise<store.Row> {
  const row = await current(work, environment, number, version);
  if (row.authorId !== by.id) {
    throw new Problem(
      'forbidden',
      `Only ${row.author.name} edits ${nameOf(row)}; open one of your own instead`,
    );
  }
  const { edits, ...about } = withoutUndefined(revision);
  const { requires = row.requires } = about;
  if (edits === undefined) {
    return revise(work, row, { ...about, contentHash: contentHash(row.edits, requires) });
  }
  refuseTwice(edits);
  const { release } = await environments.find(work, environment);
  const items = await switches.itemsOf(work, environment);
  const proposal = await proposalOf(work, environment, edits, items);
  return revise(work, row, {
    ...about,
    ...proposal,
    baseRelease: release,
    contentHash: contentHash(edits, requires),
  });
}

/**
 * Puts a change on top of what is there now, field by field. `take` settles what is disputed; what stays disputed
 * leaves the change as it is. As long as the edits stay what they are, so do their approvals, and anybody may.
 */
export async function rebase(
  work: Work,
  environment: string,
  number: number,
  { version, take }: { readonly version: number; readonly take: readonly Take[] },
  by: Actor,
): Promise<store.Row> {
  const row = await current(work, environment, number, version);
  const items = await switches.itemsOf(work, environment);
  const proposal = taken(row, take, items);
  const { edits, conflicts } = mergeOnto(items, proposal);
  const isOther = contentHash(proposal.edits, row.requires) !== row.contentHash;
  if (isOther && row.authorId !== by.id) {
    throw new Problem('forbidden', `Only ${row.author.name} settles what is disputed`);
  }
  if (conflicts.length > 0)
    return isOther || take.length > 0 ? revise(work, row, hashed(row, proposal)) : row;
  if (edits.length === 0) {
    throw new Problem('conflict', `Nothing of ${nameOf(row)} is left to do: withdraw it`);
  }
  const { release } = await environments.find(work, environment);
  return revise(work, row, {
    ...hashed(row, { edits, base: seenNow(items, edits) }),
    baseRelease: release,
  });
}

/** The change is on top of this from now on: it leaves with it. */
export async function settleOnto(work: Work, row: store.Row, items: Items): Promise<void> {
  const { edits } = mergeOnto(items, row);
  await store.update(work.tx, row.environment, row.number, {
    edits,
    base: seenNow(items, edits),
  });
}

/** Bound to what the edits are: others are not approved. */
export async function approve(
  work: Work,
  environment: string,
  number: number,
  hash: string,
  by: Actor,
): Promise<void> {
  const row = await find(work, environment, number);
  refuseUnlessOpen(row);
  if (row.authorId === by.id) {
    throw new Problem('forbidden', `Somebody else than ${row.author.name} approves ${nameOf(row)}`);
  }
  if (row.contentHash !== hash) {
    throw new Problem('conflict', `${nameOf(row)} was edited meanwhile; look at it again`, {
      contentHash: row.contentHash,
    });
  }
  await store.putApproval(work.tx, {
    environment,
    number,
    actorId: by.id,
    actor: by,
    contentHash: hash,
    at: work.now,
  });
  await note(work, row, 'approve', `Approved ${nameOf(row)}`);
}

export async function revoke(
  work: Work,
  environment: string,
  number: number,
  by: Actor,
): Promise<void> {
  const row = await find(work, environment, number);
  refuseUnlessOpen(row);
  if ((await store.removeApprovals(work.tx, environment, number, by.id)) === 0) {
    throw new Problem('conflict', `${by.name} has not approved ${nameOf(row)}`);
  }
  await note(work, row, 'revoke-approval', `Took back the approval of ${nameOf(row)}`);
}

/** Of what the edits are now, by number. */
export async function approvalsOf(
  { tx }: Reading,
  environment: string,
  rows: readonly store.Row[],
): Promise<Map<number, store.ApprovalRow[]>> {
  const hashes = new Map(rows.map(({ number, contentHash }) => [number, contentHash]));
  const all = await store.approvalsOf(tx, environment, [...hashes.keys()]);
  const found = new Map<number, store.ApprovalRow[]>();
  for (const each of all) {
    if (hashes.get(each.number) !== each.contentHash) continue;
    found.set(each.number, [...(found.get(each.number) ?? []), each]);
  }
  return found;
}

/** Nobody rides with it any more: whoever takes it off the train has done so. */
export async function withdraw(work: Work, row: store.Row, reason: string | undefined) {
  refuseUnlessOpen(row);
  await store.update(work.tx, row.environment, row.number, {
    status: 'withdrawn',
    updatedAt: work.now,
  });
  await note(work, row, 'withdraw-change', `Withdrew ${nameOf(row)}`, reason);
}

/** Where changes are on their way. */
export async function move(
  work: Work,
  environment: string,
  numbers: readonly number[],
  columns: { readonly status: Status; readonly release?: number | null },
): Promise<void> {
  for (const number of numbers) {
    await store.update(work.tx, environment, number, { ...columns, updatedAt: work.now });
  }
}

/** What a rollback means for the changes that this release brought. */
export const undone = ({ tx, now }: Work, environment: string, release: number) =>
  store.undo(tx, environment, { release }, now);

/** What a rollback of a rollback or restore means for what that had undone, or brought back, at that moment. */
export const reversed = ({ tx, now }: Work, environment: string, reversedAt: Date) =>
  store.reverse(tx, environment, reversedAt, now);

/** Everything is as it was after a release, which left at that moment. */
export async function restored(
  { tx, now }: Work,
  environment: string,
  what: { readonly release: number; readonly at: Date },
): Promise<void> {
  await store.undo(tx, environment, { after: what.release }, now);
  await store.bringBack(tx, environment, what, now);
}

/** The code that is needed by what is live, and by what rolls out. */
export async function requiredBy({ tx }: Reading, environment: string) {
  const rows = await store.requiring(tx, environment);
  return rows.flatMap(({ number, title, release, requires }) =>
    requires.map(({ app, version }) => ({
      number,
      title,
      app,
      version,
      release: release as number,
    })),
  );
}

export const nameOf = ({ number, title }: Pick<store.Row, 'number' | 'title'>) =>
  `change ${number}, “${title}”`;

const seenNow = (items: Items, edits: readonly Edit[]) =>
  Object.fromEntries(edits.map((each) => [idOf(each), items.get(idOf(each))?.value ?? null]));

const hashed = ({ requires }: store.Row, proposal: Proposal) => ({
  ...proposal,
  contentHash: contentHash(proposal.edits, requires),
});

async function revise(work: Work, row: store.Row, columns: Partial<store.Row>) {
  const after = { ...row, ...columns, version: row.version + 1, updatedAt: work.now };
  await store.update(work.tx, row.environment, row.number, after);
  if (after.contentHash !== row.contentHash) {
    await store.removeApprovals(work.tx, row.environment, row.number);
  }
  await note(work, after, 'edit-change', `Edited ${nameOf(after)}`);
  return after;
}

/** Refuses if it is another by now than the editor saw, or on its way. */
async function current(work: Work, environment: string, number: number, version: number) {
  const row = await find(work, environment, number);
  refuseUnlessOpen(row);
  if (row.version !== version) {
    const { title, description, links, edits, requires } = row;
    throw new Problem(
      'conflict',
      `${nameOf(row)} was edited meanwhile: this is version ${row.version}, not ${version}`,
      { current: { title, description, links, edits, requires }, version: row.version },
    );
  }
  return row;
}

export function refuseUnlessOpen(row: store.Row): void {
  if (row.status === 'open' || row.status === 'aboard') return;
  const words = {
    'rolling-out': 'is rolling out',
    arrived: 'has arrived',
    'rolled-back': 'was rolled back',
    withdrawn: 'was withdrawn',
  }[row.status];
  throw new Problem('conflict', `${nameOf(row)} ${words}; open another`);
}

function refuseTwice(edits: readonly Edit[]): void {
  const seen = new Set<string>();
  for (const edit of edits) {
    if (seen.has(idOf(edit))) {
      throw new Problem(
        'invalid',
        `${edit.kind} ${edit.key} is edited twice: put all its fields in one edit`,
      );
    }
    seen.add(idOf(edit));
  }
}

const withoutUndefined = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [N in keyof T]?: Exclude<T[N], undefined>;
  };

async function note(
  work: Work,
  { environment }: store.Row,
  action: string,
  title: string,
  reason?: string | undefined,
): Promise<void> {
  await deployLog.record(work, { kind: 'audit', action, environment, title, reason });
  work.announce({ kind: 'train-changed', environment });
}
