import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { sdkKeys } from './tables.ts';

export type Row = typeof sdkKeys.$inferSelect;

export const list = (tx: Tx, environment: string): Promise<Row[]> =>
  tx
    .select()
    .from(sdkKeys)
    .where(eq(sdkKeys.environment, environment))
    .orderBy(asc(sdkKeys.createdAt), asc(sdkKeys.id));

export const listValid = (tx: Tx): Promise<Row[]> =>
  tx.select().from(sdkKeys).where(isNull(sdkKeys.revokedAt));

export async function find(tx: Tx, environment: string, id: string): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(sdkKeys)
    .where(and(eq(sdkKeys.environment, environment), eq(sdkKeys.id, id)));
  return row;
}

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(sdkKeys).values(row);
}

export async function update(tx: Tx, id: string, set: Partial<Row>): Promise<void> {
  await tx.update(sdkKeys).set(set).where(eq(sdkKeys.id, id));
}
