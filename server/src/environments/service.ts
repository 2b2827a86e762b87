import * as deployLog from '../deploy-log/service.ts';
import * as meta from '../platform/meta.ts';
import { Problem } from '../platform/problem.ts';
import { type Grants, isAtLeast, type Role, roleIn } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './store.ts';

/** The roles that a policy may ask for. */
export const publishRoles = ['developer', 'driver', 'admin'] as const satisfies readonly Role[];
export type PublishRole = (typeof publishRoles)[number];

export interface Policy {
  /** The least role that publishes directly. */
  readonly publish: PublishRole;
  /** Whether the admin UI asks before it publishes. */
  readonly confirm: boolean;
}

/** Where switches have their own state. */
export interface Environment {
  readonly key: string;
  readonly name: string;
  /** The number of the latest release; 0 before the first. */
  readonly release: number;
  readonly seq: number;
  readonly position: string;
  readonly policy: Policy;
  readonly createdAt: Date;
}

/** The parts of a policy that are to be other than they are. */
export type PolicyEdit = { readonly [N in keyof Policy]?: Policy[N] | undefined };

export const KEY = /^[a-z0-9][a-z0-9-]{0,63}$/;
export const KEY_WORDS =
  'An environment key is made of small letters, digits and "-", such as "production"';

const defaultPolicy: Policy = { publish: 'developer', confirm: false };

const edited = (policy: Policy, { publish, confirm }: PolicyEdit = {}): Policy => ({
  publish: publish ?? policy.publish,
  confirm: confirm ?? policy.confirm,
});

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
  const { publish, confirm } = edited(defaultPolicy, policy);
  await store.insert(work.tx, {
    key,
    name,
    publishRole: publish,
    confirm,
    release: 0,
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
    after.policy.publish !== before.policy.publish &&
      `who publishes: ${before.policy.publish} → ${after.policy.publish}`,
    after.policy.confirm !== before.policy.confirm &&
      (after.policy.confirm ? 'asks before publishing' : 'publishes without asking'),
  ].filter((each) => each !== false);
  if (words.length === 0) return before;

  await store.update(work.tx, key, {
    name: after.name,
    publishRole: after.policy.publish,
    confirm: after.policy.confirm,
  });
  await deployLog.record(work, {
    kind: 'audit',
    action: 'update-environment',
    environment: key,
    title: `Environment ${key}: ${words.join('; ')}`,
  });
  return find(work, key);
}

/** Moves on by one release and one position. For `releases` only. */
export async function advance(work: Work, before: Environment): Promise<Environment> {
  const after = { release: before.release + 1, seq: before.seq + 1 };
  await store.update(work.tx, before.key, after);
  return { ...before, ...after, position: positionAt(before.position, after.seq) };
}

const positionAt = (position: string, seq: number) =>
  meta.positionOf(position.slice(0, position.lastIndexOf(':')), seq);

const environmentOf = (row: store.Row, epoch: string): Environment => ({
  key: row.key,
  name: row.name,
  release: row.release,
  seq: row.seq,
  position: meta.positionOf(epoch, row.seq),
  policy: { publish: row.publishRole as PublishRole, confirm: row.confirm },
  createdAt: row.createdAt,
});
