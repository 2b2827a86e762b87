import { and, inArray } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { asked } from './tables.ts';

export type AskedRow = typeof asked.$inferSelect;

export const askedFor = (
  tx: Tx,
  environments: readonly string[],
  keys: readonly string[],
): Promise<AskedRow[]> =>
  tx
    .select()
    .from(asked)
    .where(and(inArray(asked.environment, [...environments]), inArray(asked.key, [...keys])));
