import { and, eq, exists, gte, inArray, lt, lte, min, or, sql } from 'drizzle-orm';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import type { Arm } from './counts.ts';
import { reporters, series, trialEvents, trialExposed, trials, trialUsers } from './tables.ts';

export type TrialRow = typeof trials.$inferSelect;
export type SeriesRow = typeof series.$inferSelect;
export type UserRow = typeof trialUsers.$inferSelect;
export type ExposedRow = typeof trialExposed.$inferSelect;

export async function lastSequence(
  tx: Tx,
  environment: string,
  instance: string,
): Promise<number | undefined> {
  const [row] = await tx
    .select({ sequence: reporters.sequence })
    .from(reporters)
    .where(and(eq(reporters.environment, environment), eq(reporters.instance, instance)));
  return row?.sequence;
}

export async function putSequence(tx: Tx, row: typeof reporters.$inferSelect): Promise<void> {
  await tx
    .insert(reporters)
    .values(row)
    .onConflictDoUpdate({
      target: [reporters.environment, reporters.instance],
      set: { sequence: row.sequence, reportedAt: row.reportedAt },
    });
}

export async function insertTrial(tx: Tx, row: Omit<TrialRow, 'id'>): Promise<void> {
  await tx.insert(trials).values(row);
}

export async function trial(
  tx: Tx,
  environment: string,
  salt: string,
): Promise<TrialRow | undefined> {
  const [row] = await tx
    .select()
    .from(trials)
    .where(and(eq(trials.environment, environment), eq(trials.salt, salt)));
  return row;
}

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
  tx
    .select(eventColumns)
    .from(trialEvents)
    .where(and(eq(trialEvents.trial, trial), eq(trialEvents.stage, stage)));

export const trialEventsOf = (tx: Tx, trial: number): Promise<EventRow[]> =>
  tx.select(eventColumns).from(trialEvents).where(eq(trialEvents.trial, trial));

export async function putEvents(tx: Tx, trial: number, rows: readonly EventRow[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insert(trialEvents)
    .values(rows.map((row) => ({ trial, ...row })))
    .onConflictDoUpdate({
      target: [trialEvents.trial, trialEvents.stage, trialEvents.event],
      set: { counts: sql`excluded.counts` },
    });
}

/** Answers the arms of those who had not been there. */
export async function insertUsers(tx: Tx, rows: readonly UserRow[]): Promise<Arm[]> {
  const arms: Arm[] = [];
  for (const chunk of chunks(rows)) {
    const inserted = await tx
      .insert(trialUsers)
      .values(chunk)
      .onConflictDoNothing()
      .returning({ arm: trialUsers.arm });
    arms.push(...inserted.map(({ arm }) => arm));
  }
  return arms;
}

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

export async function exposed(
  tx: Tx,
  trial: number,
  hashes: readonly string[],
): Promise<ExposedRow[]> {
  const rows: ExposedRow[] = [];
  for (const chunk of chunks(hashes)) {
    rows.push(
      ...(await tx
        .select()
        .from(trialExposed)
        .where(and(eq(trialExposed.trial, trial), inArray(trialExposed.hash, chunk)))),
    );
  }
  return rows;
}

export async function putExposed(tx: Tx, rows: readonly ExposedRow[]): Promise<void> {
  for (const chunk of chunks(rows)) {
    await tx
      .insert(trialExposed)
      .values(chunk)
      .onConflictDoUpdate({
        target: [trialExposed.trial, trialExposed.hash],
        set: { canary: sql`excluded.canary`, control: sql`excluded.control` },
      });
  }
}

/** Forgets all from this hash on, and answers the others. */
export async function limitExposed(tx: Tx, trial: number, limit: string): Promise<ExposedRow[]> {
  const here = eq(trialExposed.trial, trial);
  await tx.delete(trialExposed).where(and(here, gte(trialExposed.hash, limit)));
  return tx.select().from(trialExposed).where(here);
}

export const minutesOf = (
  tx: Tx,
  environment: string,
  events: readonly string[],
  from: number,
  to: number,
): Promise<SeriesRow[]> =>
  tx
    .select()
    .from(series)
    .where(
      and(
        eq(series.environment, environment),
        inArray(series.event, [...events]),
        gte(series.minute, from),
        lte(series.minute, to),
      ),
    )
    .orderBy(series.minute);

export async function putMinutes(tx: Tx, rows: readonly SeriesRow[]): Promise<void> {
  for (const chunk of chunks(rows)) {
    await tx
      .insert(series)
      .values(chunk)
      .onConflictDoUpdate({
        target: [series.environment, series.event, series.minute],
        set: { totals: sql`excluded.totals` },
      });
  }
}

/** Names of what happened in an environment since a minute. */
export async function eventsSince(tx: Tx, environment: string, from: number): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ event: series.event })
    .from(series)
    .where(and(eq(series.environment, environment), gte(series.minute, from)))
    .orderBy(series.event);
  return rows.map(({ event }) => event);
}

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

export async function forgetSeries(tx: Tx, before: number): Promise<boolean> {
  const [first] = await tx
    .select({ minute: min(series.minute) })
    .from(series)
    .where(lt(series.minute, before));
  const minute = first?.minute ?? null;
  if (minute === null) return false;
  await tx.delete(series).where(eq(series.minute, Number(minute)));
  return true;
}

export async function forgetReporters(tx: Tx, before: Date): Promise<boolean> {
  await tx.delete(reporters).where(lt(reporters.reportedAt, before));
  return false;
}
