import { and, asc, eq, gt, gte, lt, lte, min } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared } from '../platform/database/prepared.ts';
import { series, seriesHours } from './tables.ts';

type HourRow = typeof seriesHours.$inferSelect;
type EventIn = Pick<HourRow, 'environment' | 'event'>;

export async function oldestMinute(tx: Tx): Promise<number | undefined> {
  const [row] = await tx.select({ minute: min(series.minute) }).from(series);
  return row?.minute === null || row === undefined ? undefined : Number(row.minute);
}

/** Some of what happened between two minutes. */
export const eventsBetween = (
  tx: Tx,
  from: number,
  to: number,
  limit: number,
): Promise<EventIn[]> =>
  tx
    .selectDistinct({ environment: series.environment, event: series.event })
    .from(series)
    .where(and(gte(series.minute, from), lte(series.minute, to)))
    .limit(limit);

export async function forgetMinutes(
  tx: Tx,
  { environment, event }: EventIn,
  from: number,
  to: number,
): Promise<void> {
  await tx
    .delete(series)
    .where(
      and(
        eq(series.environment, environment),
        eq(series.event, event),
        gte(series.minute, from),
        lte(series.minute, to),
      ),
    );
}

/** By the hour. */
export const hoursOf = (
  tx: Tx,
  { environment, event }: EventIn,
  from: number,
  to: number,
): Promise<HourRow[]> =>
  tx
    .select()
    .from(seriesHours)
    .where(
      and(
        eq(seriesHours.environment, environment),
        eq(seriesHours.event, event),
        gte(seriesHours.hour, from),
        lte(seriesHours.hour, to),
      ),
    )
    .orderBy(asc(seriesHours.hour));

export async function putHour(tx: Tx, row: HourRow): Promise<void> {
  const target = [seriesHours.environment, seriesHours.event, seriesHours.hour];
  await tx
    .insert(seriesHours)
    .values(row)
    .onConflictDoUpdate({ target, set: { totals: row.totals } });
}

/** One hour at a time. Answers whether there is more. */
export async function forgetHours(tx: Tx, before: number): Promise<boolean> {
  const [first] = await tx
    .select({ hour: min(seriesHours.hour) })
    .from(seriesHours)
    .where(lt(seriesHours.hour, before));
  const hour = first?.hour ?? null;
  if (hour === null) return false;
  await tx.delete(seriesHours).where(eq(seriesHours.hour, Number(hour)));
  return true;
}

/** Names of all that is kept of an environment, at most so many of each kind of series. */
export async function events(tx: Tx, environment: string, most: number): Promise<string[]> {
  const names = new Set<string>();
  for (const next of [nextInMinutes, nextInHours]) {
    let after = '';
    for (let count = 0; count < most; count++) {
      const [found] = await next(tx, { environment, after });
      if (typeof found?.event !== 'string') break;
      names.add(found.event);
      after = found.event;
    }
  }
  return [...names].sort();
}

// From name to name by the index: there are thousands of minutes to each.
const nextIn = (table: typeof series | typeof seriesHours) =>
  prepared((tx) =>
    tx
      .select({ event: min(table.event) })
      .from(table)
      .where(and(eq(table.environment, given('environment')), gt(table.event, given('after')))),
  );
const [nextInMinutes, nextInHours] = [nextIn(series), nextIn(seriesHours)];
