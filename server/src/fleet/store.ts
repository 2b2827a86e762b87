import { and, asc, desc, eq, isNotNull, lt, lte } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { apps, codeDeploys } from './tables.ts';

export type DeployRow = typeof codeDeploys.$inferSelect;
export type AppRow = typeof apps.$inferSelect;

const inApp = (environment: string, app: string) =>
  and(eq(codeDeploys.environment, environment), eq(codeDeploys.app, app));
const isFinished = eq(codeDeploys.status, 'finished');

export async function find(
  tx: Tx,
  environment: string,
  id: string,
): Promise<DeployRow | undefined> {
  const [row] = await tx
    .select()
    .from(codeDeploys)
    .where(and(eq(codeDeploys.environment, environment), eq(codeDeploys.id, id)));
  return row;
}

export async function put(tx: Tx, row: DeployRow): Promise<void> {
  const { environment: _, id: __, ...facts } = row;
  const target = [codeDeploys.environment, codeDeploys.id];
  await tx.insert(codeDeploys).values(row).onConflictDoUpdate({ target, set: facts });
}

/** The latest that finished, by the number of the entry that says so; up to that entry, if one is given. */
export async function latestFinished(
  tx: Tx,
  environment: string,
  app: string,
  upTo?: number,
): Promise<DeployRow | undefined> {
  const [row] = await tx
    .select()
    .from(codeDeploys)
    .where(
      and(
        inApp(environment, app),
        isFinished,
        isNotNull(codeDeploys.endEntry),
        upTo === undefined ? undefined : lte(codeDeploys.endEntry, upTo),
      ),
    )
    .orderBy(desc(codeDeploys.endEntry))
    .limit(1);
  return row;
}

/** The entry that says that this version was there for the first time. */
export async function firstFinished(
  tx: Tx,
  environment: string,
  app: string,
  version: string,
): Promise<number | undefined> {
  const [row] = await tx
    .select({ entry: codeDeploys.endEntry })
    .from(codeDeploys)
    .where(and(inApp(environment, app), eq(codeDeploys.version, version), isFinished))
    .orderBy(asc(codeDeploys.endEntry))
    .limit(1);
  return row?.entry ?? undefined;
}

export async function appsDeployed(tx: Tx, environment: string): Promise<string[]> {
  const rows = await tx
    .selectDistinct({ app: codeDeploys.app })
    .from(codeDeploys)
    .where(eq(codeDeploys.environment, environment));
  return rows.map(({ app }) => app);
}

/** Those under way or over, most recently started first. */
export const page = (
  tx: Tx,
  environment: string,
  app: string | undefined,
  before: number | undefined,
  limit: number,
): Promise<DeployRow[]> =>
  tx
    .select()
    .from(codeDeploys)
    .where(
      and(
        app === undefined ? eq(codeDeploys.environment, environment) : inApp(environment, app),
        before === undefined ? undefined : lt(codeDeploys.startEntry, before),
      ),
    )
    .orderBy(desc(codeDeploys.startEntry))
    .limit(limit);

export const settingsOf = (tx: Tx, environment: string): Promise<AppRow[]> =>
  tx.select().from(apps).where(eq(apps.environment, environment));

export async function putSettings(tx: Tx, row: AppRow): Promise<void> {
  const { isLogOnly, share } = row;
  const target = [apps.environment, apps.app];
  await tx.insert(apps).values(row).onConflictDoUpdate({ target, set: { isLogOnly, share } });
}
