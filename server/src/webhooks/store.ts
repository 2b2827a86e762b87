import { and, asc, desc, eq, lte, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { deliveries, hooks } from './tables.ts';

export type HookRow = typeof hooks.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;

export const listHooks = (tx: Tx, environment: string): Promise<HookRow[]> =>
  tx.select().from(hooks).where(eq(hooks.environment, environment)).orderBy(asc(hooks.app));

export async function findHook(tx: Tx, id: string): Promise<HookRow | undefined> {
  const [row] = await tx.select().from(hooks).where(eq(hooks.id, id));
  return row;
}

export async function hookFor(
  tx: Tx,
  environment: string,
  app: string,
): Promise<HookRow | undefined> {
  const [row] = await tx
    .select()
    .from(hooks)
    .where(and(eq(hooks.environment, environment), eq(hooks.app, app)));
  return row;
}

export async function insertHook(tx: Tx, row: HookRow): Promise<void> {
  await tx.insert(hooks).values(row);
}

export async function deleteHook(tx: Tx, id: string): Promise<void> {
  await tx.delete(hooks).where(eq(hooks.id, id));
}

export async function insertDelivery(tx: Tx, row: DeliveryRow): Promise<void> {
  await tx.insert(deliveries).values(row);
}

export async function findDelivery(tx: Tx, id: string): Promise<DeliveryRow | undefined> {
  const [row] = await tx.select().from(deliveries).where(eq(deliveries.id, id));
  return row;
}

export async function updateDelivery(
  tx: Tx,
  id: string,
  columns: Partial<Omit<DeliveryRow, 'id'>>,
): Promise<void> {
  await tx.update(deliveries).set(columns).where(eq(deliveries.id, id));
}

/** Those whose time has come, the most urgent first. */
export const due = (tx: Tx, now: Date, limit: number): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(and(lte(deliveries.nextAt, now), eq(deliveries.status, 'waiting')))
    .orderBy(asc(deliveries.nextAt))
    .limit(limit);

/** Newest first. */
export const deliveriesOf = (tx: Tx, hook: string, limit: number): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(eq(deliveries.hook, hook))
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit);

export const deliveriesFor = (tx: Tx, entry: number): Promise<DeliveryRow[]> =>
  tx.select().from(deliveries).where(eq(deliveries.entry, entry)).orderBy(asc(deliveries.app));

/** What is still to be called. */
export const waitingDeliveries = (tx: Tx, hook: string): Promise<DeliveryRow[]> =>
  tx
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.hook, hook), eq(deliveries.status, 'waiting')));

export const countsByStatus = (tx: Tx) =>
  tx
    .select({
      environment: deliveries.environment,
      status: deliveries.status,
      count: sql<number>`count(*)`.mapWith(Number),
    })
    .from(deliveries)
    .groupBy(deliveries.environment, deliveries.status);
