import { and, desc, eq, isNull } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { signingSecrets } from './tables.ts';

export type Row = typeof signingSecrets.$inferSelect;

/** Newest first. */
export const list = (tx: Tx, environment: string): Promise<Row[]> =>
  tx
    .select()
    .from(signingSecrets)
    .where(eq(signingSecrets.environment, environment))
    .orderBy(desc(signingSecrets.createdAt), desc(signingSecrets.id));

export const listValid = (tx: Tx): Promise<Row[]> =>
  tx.select().from(signingSecrets).where(isNull(signingSecrets.retiredAt));

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(signingSecrets).values(row);
}

export async function retire(
  tx: Tx,
  environment: string,
  id: string,
  retiredAt: Date,
): Promise<void> {
  await tx
    .update(signingSecrets)
    .set({ retiredAt })
    .where(and(eq(signingSecrets.environment, environment), eq(signingSecrets.id, id)));
}
