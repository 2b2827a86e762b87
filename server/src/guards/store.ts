import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { guardVerdicts } from './tables.ts';

export type Row = typeof guardVerdicts.$inferSelect;

export async function insert(tx: Tx, row: Omit<Row, 'id'>): Promise<void> {
  await tx.insert(guardVerdicts).values(row);
}

/** Something later was thought: of this only so much is kept. */
export async function outdate(tx: Tx, { id }: Row, verdict: string): Promise<void> {
  await tx.update(guardVerdicts).set({ verdict, isLast: false }).where(eq(guardVerdicts.id, id));
}

export async function latest(tx: Tx, environment: string, salt: string): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(guardVerdicts)
    .where(and(eq(guardVerdicts.environment, environment), eq(guardVerdicts.salt, salt)))
    .orderBy(desc(guardVerdicts.at), desc(guardVerdicts.id))
    .limit(1);
  return row;
}

/** Of a release, and of what it was before a kill, oldest first. */
export const all = (tx: Tx, environment: string, salt: string): Promise<Row[]> =>
  tx
    .select()
    .from(guardVerdicts)
    .where(and(eq(guardVerdicts.environment, environment), eq(guardVerdicts.salt, salt)))
    .orderBy(asc(guardVerdicts.at), asc(guardVerdicts.id));

export async function saltOf(
  tx: Tx,
  environment: string,
  release: number,
): Promise<string | undefined> {
  const [row] = await tx
    .select({ salt: guardVerdicts.salt })
    .from(guardVerdicts)
    .where(and(eq(guardVerdicts.environment, environment), eq(guardVerdicts.release, release)))
    .limit(1);
  return row?.salt;
}

/** Forgets what was thought before, but for the last of each release. Answers whether there is more. */
export async function forget(tx: Tx, before: Date): Promise<boolean> {
  const { id, isLast, at } = guardVerdicts;
  const rows = await tx
    .select({ id })
    .from(guardVerdicts)
    .where(and(eq(isLast, false), lt(at, before)))
    .limit(MOST_AT_ONCE);
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) await tx.delete(guardVerdicts).where(inArray(id, ids));
  return rows.length === MOST_AT_ONCE;
}

const MOST_AT_ONCE = 500;
