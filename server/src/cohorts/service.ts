import type { Cohort } from '@switchyard/core';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as switches from '../switches/service.ts';
import * as store from './store.ts';

export { createMemberships, type Memberships } from './memberships.ts';

/** Somebody in a cohort, or who was in it until not long ago. */
export interface Membership {
  readonly cohort: string;
  readonly user: string;
  readonly isMember: boolean;
  /** When it became so. */
  readonly at: Date;
  readonly by: string;
}

/** How somebody came to be in a cohort, or no longer. */
type Way = 'api' | 'user' | 'erasure';

/**
 * Who is in a cohort is data about people, not config: nothing here is written into the deploy log. Whoever is in
 * already stays as they are, whatever became of the cohort.
 */
export async function join(
  work: Work,
  environment: string,
  cohort: string,
  user: string,
  by: Way,
  /** When the proof that it is them was made: one from before they left counts no longer. */
  provenAt = Number.POSITIVE_INFINITY,
): Promise<Membership> {
  await environments.find(work, environment);
  const current = await store.find(work.tx, environment, cohort, user);
  if (current?.isMember) return membershipOf(current);
  if (current !== undefined && provenAt <= current.at.getTime()) {
    throw new Problem(
      'invalid-token',
      `This user token is from before its user left the cohort ${cohort}: ask the application for another`,
      { reason: 'left' },
    );
  }

  const item = await switches.itemOf(work, environment, { kind: 'cohort', key: cohort });
  if (item === undefined) throw noCohort(environment, cohort);
  const reason = closedBecause(
    item.value as unknown as Cohort,
    await store.size(work.tx, environment, cohort),
    work.now,
  );
  if (reason !== undefined) throw new Problem('conflict', `The cohort ${cohort} ${reason}`);
  return record(work, environment, { cohort, user, isMember: true, by });
}

/** Of any cohort, also one that is closed or gone. */
export async function leave(
  work: Work,
  environment: string,
  cohort: string,
  user: string,
  by: Way,
): Promise<void> {
  await environments.find(work, environment);
  const current = await store.find(work.tx, environment, cohort, user);
  if (current?.isMember) await record(work, environment, { cohort, user, isMember: false, by });
}

/** By user key. */
export async function list(
  reading: Reading,
  environment: string,
  cohort: string,
  {
    after,
    search,
    limit,
  }: { after?: string | undefined; search?: string | undefined; limit: number },
): Promise<{ members: Membership[]; count: number; next?: string }> {
  await environments.find(reading, environment);
  const count = await store.size(reading.tx, environment, cohort);
  if (count === 0) {
    const item = await switches.itemOf(reading, environment, { kind: 'cohort', key: cohort });
    if (item === undefined) throw noCohort(environment, cohort);
  }
  const rows = await store.page(reading.tx, environment, cohort, {
    after,
    search,
    limit: limit + 1,
  });
  const members = rows.slice(0, limit).map(membershipOf);
  const next = rows.length > limit ? members.at(-1)?.user : undefined;
  return { members, count, ...(next !== undefined && { next }) };
}

/** All that is kept about a user here. */
export async function ofUser(
  reading: Reading,
  environment: string,
  user: string,
): Promise<Membership[]> {
  await environments.find(reading, environment);
  return (await store.ofUser(reading.tx, environment, user)).map(membershipOf);
}

/** The cohorts that a user is in. */
export const of = async (reading: Reading, environment: string, user: string): Promise<string[]> =>
  (await ofUser(reading, environment, user)).flatMap(({ cohort, isMember }) =>
    isMember ? [cohort] : [],
  );

/** The cohorts that each of these users is in, as far as they are in any. */
export async function ofAll(
  { tx }: Reading,
  environment: string,
  users: readonly string[],
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (let at = 0; at < users.length; at += MOST_USERS) {
    for (const { user, cohort } of await store.ofUsers(
      tx,
      environment,
      users.slice(at, at + MOST_USERS),
    )) {
      found.set(user, [...(found.get(user) ?? []), cohort]);
    }
  }
  return found;
}

const MOST_USERS = 500;

/** How many are in each cohort, by its key. */
export async function sizes(
  reading: Reading,
  environment: string,
): Promise<ReadonlyMap<string, number>> {
  await environments.find(reading, environment);
  return new Map(
    (await store.sizes(reading.tx, environment)).map(({ cohort, members }) => [cohort, members]),
  );
}

/** Whether it is too late to join. */
export const isOver = (endsAt: string | undefined, now: Date): boolean =>
  endsAt !== undefined && now >= new Date(endsAt);

/** Takes a user out of everything. That they left is forgotten in turn, as soon as SDKs have been told. */
export async function erase(work: Work, environment: string, user: string): Promise<void> {
  for (const { cohort, isMember } of await ofUser(work, environment, user)) {
    if (isMember) await leave(work, environment, cohort, user, 'erasure');
  }
}

async function record(
  work: Work,
  environment: string,
  { cohort, user, isMember, by }: Omit<Membership, 'at'>,
): Promise<Membership> {
  const { tx, now } = work;
  const { seq, floor } = await store.sequence(tx, environment);
  const row = { environment, cohort, userKey: user, isMember, at: now, by, seq: seq + 1 };
  await store.putSequence(tx, environment, { seq: row.seq, floor });
  await store.put(tx, row);
  await store.grow(tx, environment, cohort, isMember ? 1 : -1);
  work.announce({ kind: 'members-changed', environment });
  return membershipOf(row);
}

function closedBecause({ open, cap, endsAt }: Cohort, members: number, now: Date) {
  if (!open) return 'is closed';
  if (isOver(endsAt, now)) return `could be joined until ${endsAt}`;
  if (cap !== undefined && members >= cap) return `is full: it takes ${cap}`;
  return undefined;
}

const noCohort = (environment: string, cohort: string) =>
  new Problem('not-found', `There is no cohort ${JSON.stringify(cohort)} in ${environment}`);

const membershipOf = ({ cohort, userKey, isMember, at, by }: store.Row): Membership => ({
  cohort,
  user: userKey,
  isMember,
  at,
  by,
});
