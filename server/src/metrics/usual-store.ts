import { desc, eq } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import type { TrialRow } from './store.ts';
import { trials } from './tables.ts';

/** The last releases that were measured, newest first. */
export const lastTrials = (tx: Tx, environment: string, most: number): Promise<TrialRow[]> =>
  tx
    .select()
    .from(trials)
    .where(eq(trials.environment, environment))
    .orderBy(desc(trials.startedAt), desc(trials.id))
    .limit(most);
