import { eq } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { type Message, trains } from './tables.ts';
import { emptyTrain, type Train } from './train.ts';

export type { Message } from './tables.ts';

/** A train as it lies in the database. */
export interface Kept {
  readonly train: Train;
  readonly messages: readonly Message[];
  readonly version: number;
}

/** An empty one where there never was one. */
export async function find(tx: Tx, environment: string): Promise<Kept> {
  const [row] = await tx.select().from(trains).where(eq(trains.environment, environment));
  return row === undefined
    ? { train: emptyTrain, messages: [], version: 0 }
    : { ...row.train, version: row.version };
}

export async function save(
  tx: Tx,
  environment: string,
  { version, ...train }: Kept,
  changedAt: Date,
): Promise<void> {
  const columns = { train, version, changedAt };
  await tx
    .insert(trains)
    .values({ environment, ...columns })
    .onConflictDoUpdate({ target: trains.environment, set: columns });
}

/** What shows whether a train is still as it was. */
export const versions = (tx: Tx): Promise<{ environment: string; version: number }[]> =>
  tx.select({ environment: trains.environment, version: trains.version }).from(trains);
