import { and, asc, desc, eq } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { guardVerdicts } from './tables.ts';

export type Row = Omit<typeof guardVerdicts.$inferSelect, 'id'>;

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(guardVerdicts).values(row);
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
