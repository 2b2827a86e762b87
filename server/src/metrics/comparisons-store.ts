import { and, eq, gte, lt, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared, preparedRows } from '../platform/database/prepared.ts';
import { comparisonEvents, comparisons, comparisonUsers } from './tables.ts';

type ComparisonRow = typeof comparisons.$inferSelect;

export async function of(tx: Tx, environment: string): Promise<ComparisonRow | undefined> {
  const [row] = await inEnvironment(tx, { environment });
  return row;
}

const inEnvironment = prepared((tx) =>
  tx
    .select()
    .from(comparisons)
    .where(eq(comparisons.environment, given('environment'))),
);

export const all = (tx: Tx): Promise<ComparisonRow[]> => tx.select().from(comparisons);

export async function insert(tx: Tx, row: Omit<ComparisonRow, 'id'>): Promise<void> {
  await tx.insert(comparisons).values(row);
}

export async function set(
  tx: Tx,
  id: number,
  columns: Partial<Pick<ComparisonRow, 'seq' | 'runs' | 'events'>>,
): Promise<void> {
  await tx.update(comparisons).set(columns).where(eq(comparisons.id, id));
}

/** The first variant of a user stays. */
export const insertUsers = preparedRows<typeof comparisonUsers.$inferSelect, unknown>(
  ['comparison', 'run', 'hash', 'variant', 'since'],
  (tx, rows) => tx.insert(comparisonUsers).values(rows).onConflictDoNothing(),
);

/** The last time stays. */
export const putEvents = preparedRows<typeof comparisonEvents.$inferSelect, unknown>(
  ['comparison', 'event', 'hash', 'at'],
  (tx, rows) =>
    tx
      .insert(comparisonEvents)
      .values(rows)
      .onConflictDoUpdate({
        target: [comparisonEvents.comparison, comparisonEvents.event, comparisonEvents.hash],
        set: { at: sql`excluded.at` },
      }),
);

/** Forgets the users of a run, all or those from this hash on. */
export async function forgetUsers(tx: Tx, comparison: number, run: string, from = '') {
  const { comparison: of, run: on, hash } = comparisonUsers;
  await tx.delete(comparisonUsers).where(and(eq(of, comparison), eq(on, run), gte(hash, from)));
}

export async function forgetEvents(tx: Tx, comparison: number, event: string, from = '') {
  const { comparison: of, event: on, hash } = comparisonEvents;
  await tx.delete(comparisonEvents).where(and(eq(of, comparison), eq(on, event), gte(hash, from)));
}

const number = sql<number>`count(*)`.mapWith(Number);

export const usersByRun = (tx: Tx, comparison: number) =>
  tx
    .select({ name: comparisonUsers.run, users: number })
    .from(comparisonUsers)
    .where(eq(comparisonUsers.comparison, comparison))
    .groupBy(comparisonUsers.run);

export const usersByEvent = (tx: Tx, comparison: number) =>
  tx
    .select({ name: comparisonEvents.event, users: number })
    .from(comparisonEvents)
    .where(eq(comparisonEvents.comparison, comparison))
    .groupBy(comparisonEvents.event);

/** Distinct users by variant, and how many of them had the event from then on. */
export const counts = (
  tx: Tx,
  comparison: number,
  run: string,
  event: string,
  limit: string | undefined,
) =>
  tx
    .select({
      variant: comparisonUsers.variant,
      users: number,
      affected: sql<number>`count(${comparisonEvents.hash})`.mapWith(Number),
    })
    .from(comparisonUsers)
    .leftJoin(
      comparisonEvents,
      and(
        eq(comparisonEvents.comparison, comparisonUsers.comparison),
        eq(comparisonEvents.event, event),
        eq(comparisonEvents.hash, comparisonUsers.hash),
        gte(comparisonEvents.at, comparisonUsers.since),
      ),
    )
    .where(
      and(
        eq(comparisonUsers.comparison, comparison),
        eq(comparisonUsers.run, run),
        limit === undefined ? undefined : lt(comparisonUsers.hash, limit),
      ),
    )
    .groupBy(comparisonUsers.variant);
