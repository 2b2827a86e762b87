import { and, asc, desc, eq, gt, lt } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { releases } from './tables.ts';

export type Row = typeof releases.$inferSelect;

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(releases).values(row);
}

export async function find(tx: Tx, environment: string, number: number): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(releases)
    .where(and(eq(releases.environment, environment), eq(releases.number, number)));
  return row;
}

/** Newest first. */
export const page = (
  tx: Tx,
  environment: string,
  before: number | undefined,
  limit: number,
): Promise<Row[]> =>
  tx
    .select()
    .from(releases)
    .where(
      and(
        eq(releases.environment, environment),
        before === undefined ? undefined : lt(releases.number, before),
      ),
    )
    .orderBy(desc(releases.number))
    .limit(limit);

/** Those after this number, oldest first. */
export const after = (tx: Tx, environment: string, number: number, limit: number): Promise<Row[]> =>
  tx
    .select()
    .from(releases)
    .where(and(eq(releases.environment, environment), gt(releases.number, number)))
    .orderBy(asc(releases.number))
    .limit(limit);

export const all = (tx: Tx, environment: string): Promise<Row[]> =>
  tx.select().from(releases).where(eq(releases.environment, environment));
