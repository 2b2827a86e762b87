import { and, eq, inArray, sql } from 'drizzle-orm';
import { byKey } from '../platform/by-key.ts';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared } from '../platform/database/prepared.ts';
import type { Thing } from './items.ts';
import { rulesetItems, switches } from './tables.ts';

export type Row = typeof switches.$inferSelect;
export type ItemRow = typeof rulesetItems.$inferSelect;

export const list = async (tx: Tx): Promise<Row[]> =>
  (await tx.select().from(switches)).sort(byKey);

export async function find(tx: Tx, key: string): Promise<Row | undefined> {
  const [row] = await tx.select().from(switches).where(eq(switches.key, key));
  return row;
}

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(switches).values(row);
}

/** What is said about a known switch stays. */
export async function insertUnlessKnown(tx: Tx, rows: readonly Row[]): Promise<void> {
  for (const chunk of chunks(rows)) await tx.insert(switches).values(chunk).onConflictDoNothing();
}

/** Columns that are undefined stay. */
export async function update(
  tx: Tx,
  key: string,
  columns: { readonly [N in keyof Row]?: Row[N] | undefined },
): Promise<void> {
  await tx.update(switches).set(columns).where(eq(switches.key, key));
}

export async function remove(tx: Tx, key: string): Promise<void> {
  await tx.delete(switches).where(eq(switches.key, key));
}

export const itemsOf = (tx: Tx, environment: string): Promise<ItemRow[]> =>
  inEnvironment(tx, { environment });

const inEnvironment = prepared((tx) =>
  tx
    .select()
    .from(rulesetItems)
    .where(eq(rulesetItems.environment, given('environment'))),
);

export async function itemOf(
  tx: Tx,
  environment: string,
  thing: Thing,
): Promise<ItemRow | undefined> {
  const [row] = await tx.select().from(rulesetItems).where(isThing(environment, thing));
  return row;
}

/** Switches of these environments; only the one with this key, if given. */
export const switchItems = (
  tx: Tx,
  environments: readonly string[],
  key?: string,
): Promise<ItemRow[]> =>
  tx
    .select()
    .from(rulesetItems)
    .where(
      and(
        eq(rulesetItems.kind, 'switch'),
        inArray(rulesetItems.environment, [...environments]),
        key === undefined ? undefined : eq(rulesetItems.key, key),
      ),
    );

export async function putItems(tx: Tx, rows: readonly ItemRow[]): Promise<void> {
  for (const chunk of chunks(rows)) {
    await tx
      .insert(rulesetItems)
      .values(chunk)
      .onConflictDoUpdate({
        target: [rulesetItems.environment, rulesetItems.kind, rulesetItems.key],
        set: {
          value: sql`excluded.value`,
          version: sql`excluded.version`,
          changedAt: sql`excluded.changed_at`,
        },
      });
  }
}

export async function removeItem(tx: Tx, environment: string, thing: Thing): Promise<void> {
  await tx.delete(rulesetItems).where(isThing(environment, thing));
}

const isThing = (environment: string, { kind, key }: Thing) =>
  and(
    eq(rulesetItems.environment, environment),
    eq(rulesetItems.kind, kind),
    eq(rulesetItems.key, key),
  );
