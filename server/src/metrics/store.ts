import { and, eq, exists, gte, inArray, lt, lte, or, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared, preparedRows } from '../platform/database/prepared.ts';
import type { Arm } from './counts.ts';
import { reporters, series, trialEvents, trialExposed, trials, trialUsers } from './tables.ts';

export type TrialRow = typeof trials.$inferSelect;
export type SeriesRow = typeof series.$inferSelect;
export type UserRow = typeof trialUsers.$inferSelect;
export type ExposedRow = typeof trialExposed.$inferSelect;

/** Answers whether this is later than all that came from the instance. */
export async function claim(tx: Tx, row: typeof reporters.$inferSelect): Promise<boolean> {
  return (await putSequence(tx, row)).length > 0;
}

const putSequence = prepared((tx) =>
  tx
    .insert(reporters)
    .values({
      environment: given('environment'),
      instance: given('instance'),
      sequence: given('sequence'),
      reportedAt: given('reportedAt'),
    })
    .onConflictDoUpdate({
      target: [reporters.environment, reporters.instance],
      set: {
        sequence: sql`excluded.sequence`,
        reportedAt: sql`excluded.reported_at`,
      },
      setWhere: sql`${reporters.sequence} < excluded.sequence`,
    })
    .returning({ sequence: reporters.sequence }),
);

export async function insertTrial(tx: Tx, row: Omit<TrialRow, 'id'>): Promise<void> {
  await tx.insert(trials).values(row);
}

export async function trial(
  tx: Tx,
  environment: string,
  salt: string,
): Promise<TrialRow | undefined> {
  const [row] = await trialBySalt(tx, { environment, salt });
  return row;
}

const trialBySalt = prepared((tx) =>
  tx
    .select()
    .from(trials)
    .where(and(eq(trials.environment, given('environment')), eq(trials.salt, given('salt')))),
);

/** What is written with each report. */
export async function noteReport(
  tx: Tx,
  { id }: TrialRow,
  lastReportAt: Date,
  exposed: string,
): Promise<void> {
  await putReport(tx, { id, lastReportAt, exposed });
}

const putReport = prepared((tx) =>
  tx
    .update(trials)
    // Placeholders are values of whatever type their column is of.
    .set({ lastReportAt: given('lastReportAt') as never, exposed: given('exposed') as never })
    .where(eq(trials.id, given('id'))),
);

export async function setTrial(
  tx: Tx,
  { id }: TrialRow,
  set: Partial<Omit<TrialRow, 'id' | 'environment' | 'salt'>>,
): Promise<void> {
  await tx.update(trials).set(set).where(eq(trials.id, id));
}

export interface EventRow {
  readonly stage: number;
  readonly event: string;
  readonly counts: string;
}

const eventColumns = {
  stage: trialEvents.stage,
  event: trialEvents.event,
  counts: trialEvents.counts,
};

export const stageEvents = (tx: Tx, trial: number, stage: number): Promise<EventRow[]> =>
  eventsInStage(tx, { trial, stage });

const eventsInStage = prepared((tx) =>
  tx
    .select(eventColumns)
    .from(trialEvents)
    .where(and(eq(trialEvents.trial, given('trial')), eq(trialEvents.stage, given('stage')))),
);

export const trialEventsOf = (tx: Tx, trial: number): Promise<EventRow[]> =>
  eventsInTrial(tx, { trial });

const eventsInTrial = prepared((tx) =>
  tx
    .select(eventColumns)
    .from(trialEvents)
    .where(eq(trialEvents.trial, given('trial'))),
);

export const putEvents = preparedRows<EventRow & { readonly trial: number }, unknown>(
  ['trial', 'stage', 'event', 'counts'],
  (tx, rows) =>
    tx
      .insert(trialEvents)
      .values(rows)
      .onConflictDoUpdate({
        target: [trialEvents.trial, trialEvents.stage, trialEvents.event],
        set: { counts: sql`excluded.counts` },
      }),
);

/** Answers the arms of those who had not been there. */
export const insertUsers = preparedRows<UserRow, { readonly arm: Arm }>(
  ['trial', 'event', 'hash', 'stage', 'arm'],
  (tx, rows) =>
    tx.insert(trialUsers).values(rows).onConflictDoNothing().returning({ arm: trialUsers.arm }),
);

/** Forgets all from this hash on, and counts the others. */
export async function limitUsers(
  tx: Tx,
  trial: number,
  event: string,
  stage: number,
  limit: string,
): Promise<Record<Arm, number>> {
  const here = and(
    eq(trialUsers.trial, trial),
    eq(trialUsers.event, event),
    eq(trialUsers.stage, stage),
  );
  await tx.delete(trialUsers).where(and(here, gte(trialUsers.hash, limit)));
  const rows = await tx
    .select({ arm: trialUsers.arm, users: sql<number>`count(*)`.mapWith(Number) })
    .from(trialUsers)
    .where(here)
    .groupBy(trialUsers.arm);
  const counted = (arm: Arm) => rows.find((row) => row.arm === arm)?.users ?? 0;
  return { canary: counted('canary'), control: counted('control') };
}

export const exposed = (tx: Tx, trial: number, hashes: readonly string[]): Promise<ExposedRow[]> =>
  exposedAmong(
    tx,
    hashes.map((hash) => ({ hash, trial })),
  );

const exposedAmong = preparedRows<Pick<ExposedRow, 'trial' | 'hash'>, ExposedRow>(
  ['trial', 'hash'],
  (tx, rows) =>
    tx
      .select()
      .from(trialExposed)
      .where(
        and(
          eq(trialExposed.trial, given('trial0')),
          inArray(
            trialExposed.hash,
            rows.map(({ hash }) => hash),
          ),
        ),
      ),
);

export const putExposed = preparedRows<ExposedRow, unknown>(
  ['trial', 'hash', 'canary', 'control'],
  (tx, rows) =>
    tx
      .insert(trialExposed)
      .values(rows)
      .onConflictDoUpdate({
        target: [trialExposed.trial, trialExposed.hash],
        set: { canary: sql`excluded.canary`, control: sql`excluded.control` },
      }),
);

/** Forgets all from this hash on, and answers the others. */
export async function limitExposed(tx: Tx, trial: number, limit: string): Promise<ExposedRow[]> {
  const here = eq(trialExposed.trial, trial);
  await tx.delete(trialExposed).where(and(here, gte(trialExposed.hash, limit)));
  return tx.select().from(trialExposed).where(here);
}

export const minutesOf = async (
  tx: Tx,
  environment: string,
  events: readonly string[],
  from: number,
  to: number,
): Promise<SeriesRow[]> => {
  const rows = await minutesAmong(
    tx,
    events.map((event) => ({ event, environment, from, to })),
  );
  return rows.sort((left, right) => left.minute - right.minute);
};

const minutesAmong = preparedRows<
  { environment: string; event: string; from: number; to: number },
  SeriesRow
>(['environment', 'event', 'from', 'to'], (tx, rows) =>
  tx
    .select()
    .from(series)
    .where(
      and(
        eq(series.environment, given('environment0')),
        inArray(
          series.event,
          rows.map(({ event }) => event),
        ),
        gte(series.minute, given('from0')),
        lte(series.minute, given('to0')),
      ),
    ),
);

export const putMinutes = preparedRows<SeriesRow, unknown>(
  ['environment', 'event', 'minute', 'totals'],
  (tx, rows) =>
    tx
      .insert(series)
      .values(rows)
      .onConflictDoUpdate({
        target: [series.environment, series.event, series.minute],
        set: { totals: sql`excluded.totals` },
      }),
);

/** What one sweep forgets at most, so that nothing waits long behind it. */
const MOST_AT_ONCE = 1000;

/** Of releases that ended before, who was affected and served. Answers whether there is more. */
export async function forgetUsers(tx: Tx, endedBefore: Date): Promise<boolean> {
  const rows = await tx
    .selectDistinct({ id: trials.id })
    .from(trials)
    .where(
      and(
        lt(trials.endedAt, endedBefore),
        or(
          exists(tx.select().from(trialUsers).where(eq(trialUsers.trial, trials.id))),
          exists(tx.select().from(trialExposed).where(eq(trialExposed.trial, trials.id))),
        ),
      ),
    )
    .limit(1);
  const [ended] = rows;
  if (ended === undefined) return false;
  for (const table of [trialUsers, trialExposed]) {
    const some = tx
      .select({ hash: table.hash })
      .from(table)
      .where(eq(table.trial, ended.id))
      .limit(MOST_AT_ONCE);
    await tx.delete(table).where(and(eq(table.trial, ended.id), inArray(table.hash, some)));
  }
  return true;
}

const TRIALS_AT_ONCE = 10;

/** Releases that ended before, with all that was counted of them. Answers whether there is more. */
export async function forgetTrials(tx: Tx, endedBefore: Date): Promise<boolean> {
  const rows = await tx
    .select({ id: trials.id })
    .from(trials)
    .where(lt(trials.endedAt, endedBefore))
    .limit(TRIALS_AT_ONCE);
  const ids = rows.map(({ id }) => id);
  if (ids.length === 0) return false;
  await tx.delete(trialEvents).where(inArray(trialEvents.trial, ids));
  await tx.delete(trials).where(inArray(trials.id, ids));
  return ids.length === TRIALS_AT_ONCE;
}

export async function forgetReporters(tx: Tx, before: Date): Promise<boolean> {
  await tx.delete(reporters).where(lt(reporters.reportedAt, before));
  return false;
}
