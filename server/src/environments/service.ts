import * as deployLog from '../deploy-log/service.ts';
import * as meta from '../platform/meta.ts';
import { Problem } from '../platform/problem.ts';
import { type Grants, isAtLeast, type Role, roleIn } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import { openPolicy, type Policy, type PublishRole, problemsWithPolicy } from './policy.ts';
import { policyInWords } from './policy-in-words.ts';
import * as store from './store.ts';

export type { Policy, PublishRole } from './policy.ts';

/** Where switches have their own state. */
export interface Environment {
  readonly key: string;
  readonly name: string;
  /** The number of the release that is live; 0 before the first. */
  readonly release: number;
  /** The highest number a release ever had here, arrived or not. */
  readonly numbered: number;
  readonly seq: number;
  readonly position: string;
  readonly policy: Policy;
  readonly createdAt: Date;
}

/** The parts of a policy that are to be other than they are. */
export type PolicyEdit = {
  readonly [N in keyof Policy]?: (N extends 'who' ? WhoEdit : Policy[N]) | undefined;
};
type WhoEdit = { readonly [N in keyof Policy['who']]?: PublishRole | undefined };

export const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const KEY_WORDS =
  'An environment key is made of small letters, digits and "-", such as "production"';

/** The policy with these parts other than they are. Refuses what makes no sense. */
function edited(policy: Policy, edit: PolicyEdit = {}): Policy {
  const { who = {}, ...rest } = edit;
  const after = {
    ...policy,
    ...withoutUndefined(rest),
    who: { ...policy.who, ...withoutUndefined(who) },
  } as Policy;
  const problems = problemsWithPolicy(after);
  if (problems.length > 0) {
    const words = problems.map(({ message }) => message).join(' ');
    throw new Problem('invalid', words, { problems });
  }
  return after;
}

const withoutUndefined = (members: object) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

export async function list(reading: Reading): Promise<Environment[]> {
  const epoch = await meta.read(reading.tx, 'epoch');
  return (await store.list(reading.tx)).map((row) => environmentOf(row, epoch));
}

/** The keys of those in which these grants are worth at least the role. */
export async function keysWithin(reading: Reading, grants: Grants, role: Role): Promise<string[]> {
  return (await store.list(reading.tx))
    .map(({ key }) => key)
    .filter((key) => isAtLeast(roleIn(grants, key), role));
}

/** Refuses if there is no such environment. */
export async function find(reading: Reading, key: string): Promise<Environment> {
  const row = await store.find(reading.tx, key);
  if (row === undefined) {
    const known = (await store.list(reading.tx)).map((each) => each.key).join(', ');
    throw new Problem('not-found', `There is no environment ${JSON.stringify(key)}`, {
      ...(known !== '' && { environments: known }),
    });
  }
  return environmentOf(row, await meta.read(reading.tx, 'epoch'));
}

export async function create(
  work: Work,
  { key, name, policy }: { key: string; name: string; policy?: PolicyEdit | undefined },
): Promise<Environment> {
  if (!KEY.test(key)) {
    throw new Problem('invalid', KEY_WORDS);
  }
  if ((await store.find(work.tx, key)) !== undefined) {
    throw new Problem('conflict', `There is an environment ${key} already`);
  }
  await store.insert(work.tx, {
    key,
    name,
    ...columnsOf(edited(openPolicy, policy)),
    release: 0,
    numbered: 0,
    seq: 0,
    createdAt: work.now,
  });
  await deployLog.record(work, {
    kind: 'audit',
    action: 'create-environment',
    environment: key,
    title: `Created the environment ${key} (${name})`,
  });
  return find(work, key);
}

export async function update(
  work: Work,
  key: string,
  { name, policy }: { name?: string | undefined; policy?: PolicyEdit | undefined },
): Promise<Environment> {
  const before = await find(work, key);
  const after = { name: name ?? before.name, policy: edited(before.policy, policy) };
  const words = [
    after.name !== before.name && `name ${before.name} → ${after.name}`,
    ...policyInWords(before.policy, after.policy),
  ].filter((each) => each !== false);
  if (words.length === 0) return before;

  await store.update(work.tx, key, { name: after.name, ...columnsOf(after.policy) });
  await deployLog.record(work, {
    kind: 'audit',
    action: 'update-environment',
    environment: key,
    title: `Environment ${key}: ${words.join('; ')}`,
  });
  // What is in the way of a departure, and who may do what, is another now.
  work.announce({ kind: 'train-changed', environment: key });
  return find(work, key);
}

/** The next number and the next position: for a release that is live at once. For `releases` only. */
export async function advance(work: Work, before: Environment): Promise<Environment> {
  const number = before.numbered + 1;
  return move(work, before, { release: number, numbered: number });
}

/** One position further, since SDKs see something else than before. For `releases` only. */
export async function move(
  work: Work,
  before: Environment,
  columns: Partial<Pick<Environment, 'release' | 'numbered'>> = {},
): Promise<Environment> {
  const after = { ...columns, seq: before.seq + 1 };
  await store.update(work.tx, before.key, after);
  return { ...before, ...after, position: positionAt(before.position, after.seq) };
}

const columnsOf = ({ publish, confirm, ...rules }: Policy) => ({
  publishRole: publish,
  confirm,
  rules,
});

const positionAt = (position: string, seq: number) =>
  meta.positionOf(position.slice(0, position.lastIndexOf(':')), seq);

const environmentOf = (row: store.Row, epoch: string): Environment => ({
  key: row.key,
  name: row.name,
  release: row.release,
  seq: row.seq,
  position: meta.positionOf(epoch, row.seq),
  numbered: row.numbered,
  policy: {
    ...openPolicy,
    ...row.rules,
    publish: row.publishRole as PublishRole,
    confirm: row.confirm,
  },
  createdAt: row.createdAt,
});
