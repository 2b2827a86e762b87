import { and, eq, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { preparedRows } from '../platform/database/prepared.ts';
import { experimentEvents, experiments, experimentUsers } from './tables.ts';

type ExperimentRow = typeof experiments.$inferSelect;

export async function current(tx: Tx, environment: string): Promise<ExperimentRow | undefined> {
  const [row] = await tx
    .select()
    .from(experiments)
    .where(and(eq(experiments.environment, environment), isNull(experiments.endedAt)));
  return row;
}

export async function insert(tx: Tx, row: Omit<ExperimentRow, 'id'>): Promise<void> {
  await tx.insert(experiments).values(row);
}

export async function setSamples(
  tx: Tx,
  id: number,
  samples: ExperimentRow['samples'],
): Promise<void> {
  await tx.update(experiments).set({ samples }).where(eq(experiments.id, id));
}

/** The first variant of a user stays. */
export const insertUsers = preparedRows<typeof experimentUsers.$inferSelect, unknown>(
  ['experiment', 'switch', 'hash', 'variant', 'at'],
  (tx, rows) => tx.insert(experimentUsers).values(rows).onConflictDoNothing(),
);

export const insertEvents = preparedRows<typeof experimentEvents.$inferSelect, unknown>(
  ['experiment', 'event', 'hash', 'at'],
  (tx, rows) => tx.insert(experimentEvents).values(rows).onConflictDoNothing(),
);

/** Forgets all from this hash on. */
export async function limitUsers(tx: Tx, experiment: number, key: string, limit: string) {
  const { experiment: of, switch: on, hash } = experimentUsers;
  await tx.delete(experimentUsers).where(and(eq(of, experiment), eq(on, key), gte(hash, limit)));
}

export async function limitEvents(tx: Tx, experiment: number, event: string, limit: string) {
  const { experiment: of, event: on, hash } = experimentEvents;
  await tx.delete(experimentEvents).where(and(eq(of, experiment), eq(on, event), gte(hash, limit)));
}

export const counts = (
  tx: Tx,
  experiment: number,
  switchKey: string,
  event: string,
  limit: string | undefined,
) =>
  tx
    .select({
      variant: experimentUsers.variant,
      users: sql<number>`count(*)`.mapWith(Number),
      affected: sql<number>`count(${experimentEvents.hash})`.mapWith(Number),
    })
    .from(experimentUsers)
    .leftJoin(
      experimentEvents,
      and(
        eq(experimentEvents.experiment, experimentUsers.experiment),
        eq(experimentEvents.event, event),
        eq(experimentEvents.hash, experimentUsers.hash),
      ),
    )
    .where(
      and(
        eq(experimentUsers.experiment, experiment),
        eq(experimentUsers.switch, switchKey),
        limit === undefined ? undefined : lt(experimentUsers.hash, limit),
        or(isNull(experimentEvents.at), gte(experimentEvents.at, experimentUsers.at)),
      ),
    )
    .groupBy(experimentUsers.variant)
    .orderBy(experimentUsers.variant);
