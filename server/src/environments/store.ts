import { eq } from 'drizzle-orm';
import { byKey } from '../platform/by-key.ts';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared } from '../platform/database/prepared.ts';
import { environments } from './tables.ts';

export type Row = typeof environments.$inferSelect;

export const list = async (tx: Tx): Promise<Row[]> =>
  (await tx.select().from(environments)).sort(byKey);

export async function find(tx: Tx, key: string): Promise<Row | undefined> {
  const [row] = await byItsKey(tx, { key });
  return row;
}

const byItsKey = prepared((tx) =>
  tx
    .select()
    .from(environments)
    .where(eq(environments.key, given('key'))),
);

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(environments).values(row);
}

export async function update(tx: Tx, key: string, columns: Partial<Row>): Promise<void> {
  await tx.update(environments).set(columns).where(eq(environments.key, key));
}
