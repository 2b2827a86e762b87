import { and, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared } from '../platform/database/prepared.ts';
import { asked, instances, reportDays, unknownAsked } from './tables.ts';

export type InstanceRow = typeof instances.$inferSelect;
export type AskedRow = typeof asked.$inferSelect;
export type UnknownRow = typeof unknownAsked.$inferSelect;

export async function findInstance(
  tx: Tx,
  environment: string,
  instance: string,
): Promise<InstanceRow | undefined> {
  const [row] = await tx
    .select()
    .from(instances)
    .where(and(eq(instances.environment, environment), eq(instances.instance, instance)));
  return row;
}

/** Those that reported since, by their name. */
export const instancesSince = (tx: Tx, environment: string, since: Date): Promise<InstanceRow[]> =>
  tx
    .select()
    .from(instances)
    .where(and(eq(instances.environment, environment), gte(instances.reportedAt, since)))
    .orderBy(instances.instance);

export async function putInstance(tx: Tx, row: InstanceRow): Promise<void> {
  const { environment: _, instance: __, ...facts } = row;
  const target = [instances.environment, instances.instance];
  await tx.insert(instances).values(row).onConflictDoUpdate({ target, set: facts });
}

export async function forgetInstances(tx: Tx, before: Date): Promise<void> {
  await tx.delete(instances).where(lt(instances.reportedAt, before));
}

export async function askedFor(
  tx: Tx,
  environments: readonly string[],
  keys: readonly string[],
): Promise<AskedRow[]> {
  const rows: AskedRow[] = [];
  for (const chunk of chunks(keys)) {
    rows.push(
      ...(await tx
        .select()
        .from(asked)
        .where(and(inArray(asked.environment, [...environments]), inArray(asked.key, chunk)))),
    );
  }
  return rows;
}

export async function putAsked(tx: Tx, rows: readonly AskedRow[]): Promise<void> {
  for (const chunk of chunks(rows)) {
    await tx
      .insert(asked)
      .values(chunk)
      .onConflictDoUpdate({
        target: [asked.environment, asked.key],
        set: { lastAskedAt: sql`excluded.last_asked_at` },
      });
  }
}

export async function addUnknown(tx: Tx, rows: readonly UnknownRow[]): Promise<void> {
  for (const chunk of chunks(rows)) {
    await tx
      .insert(unknownAsked)
      .values(chunk)
      .onConflictDoUpdate({
        target: [unknownAsked.environment, unknownAsked.key],
        set: {
          count: sql`${unknownAsked.count} + excluded.count`,
          lastAskedAt: sql`excluded.last_asked_at`,
          askers: sql`excluded.askers`,
        },
      });
  }
}

export const unknownAmong = (
  tx: Tx,
  environment: string,
  keys: readonly string[],
): Promise<UnknownRow[]> =>
  tx
    .select()
    .from(unknownAsked)
    .where(and(eq(unknownAsked.environment, environment), inArray(unknownAsked.key, [...keys])));

/** Answers whether there is such a key. */
export async function setIgnored(
  tx: Tx,
  environment: string,
  key: string,
  ignoredAt: Date | null,
): Promise<boolean> {
  const changed = await tx
    .update(unknownAsked)
    .set({ ignoredAt })
    .where(and(eq(unknownAsked.environment, environment), eq(unknownAsked.key, key)))
    .returning({ key: unknownAsked.key });
  return changed.length > 0;
}

export const allAsked = (tx: Tx, environment: string): Promise<AskedRow[]> =>
  tx.select().from(asked).where(eq(asked.environment, environment));

export const insertDay = prepared((tx) =>
  tx
    .insert(reportDays)
    .values({ environment: given('environment'), day: given('day') })
    .onConflictDoNothing(),
);

/** The latest first, so many at most. */
export async function latestDays(tx: Tx, environment: string, most: number): Promise<number[]> {
  const rows = await tx
    .select({ day: reportDays.day })
    .from(reportDays)
    .where(eq(reportDays.environment, environment))
    .orderBy(desc(reportDays.day))
    .limit(most);
  return rows.map(({ day }) => day);
}

const MOST_AT_ONCE = 500;

/** Keeps those most recently asked for. */
export async function forgetAllBut(
  tx: Tx,
  table: typeof asked | typeof unknownAsked,
  environment: string,
  most: number,
): Promise<void> {
  const surplus = await tx
    .select({ key: table.key })
    .from(table)
    .where(eq(table.environment, environment))
    .orderBy(desc(table.lastAskedAt), table.key)
    .limit(MOST_AT_ONCE)
    .offset(most);
  if (surplus.length === 0) return;
  const keys = surplus.map(({ key }) => key);
  await tx.delete(table).where(and(eq(table.environment, environment), inArray(table.key, keys)));
}

/** Most recently asked for first. */
export const unknown = (tx: Tx, environment: string): Promise<UnknownRow[]> =>
  tx
    .select()
    .from(unknownAsked)
    .where(eq(unknownAsked.environment, environment))
    .orderBy(desc(unknownAsked.lastAskedAt), unknownAsked.key);
