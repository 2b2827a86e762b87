import type { Reading } from '../platform/work.ts';
import type { Requirement } from './prerequisites.ts';
import * as store from './store.ts';
import { createComparison } from './versions.ts';

export type { Instance } from '../reports/service.ts';
export { type CodeDeploy, events, find, list, type Report, record } from './deploys.ts';
export { type Fleet, fleetOf, setApp } from './fleet.ts';
export { type Requirement, waitsFor } from './prerequisites.ts';

/** The code that an environment has, as far as finished deploys tell. */
export interface CurrentVersion {
  readonly app: string;
  readonly version: string;
  readonly since: Date;
  /** The deploy or rollback that brought it. */
  readonly deploy: string;
  /** Its entry in the deploy log. */
  readonly entry: number;
}

/** What runs now, by application; or what ran once this entry was written. */
export async function versions(
  reading: Reading,
  environment: string,
  upTo?: number,
): Promise<CurrentVersion[]> {
  const apps = await store.appsDeployed(reading.tx, environment);
  const current: CurrentVersion[] = [];
  for (const app of apps.sort()) {
    const row = await store.latestFinished(reading.tx, environment, app, upTo);
    if (row?.endedAt == null || row.endEntry === null) continue;
    const { version, endedAt, id, endEntry } = row;
    current.push({ app, version, since: endedAt, deploy: id, entry: endEntry });
  }
  return current;
}

/** What an application runs now, if it was ever deployed. */
export const versionOf = async ({ tx }: Reading, environment: string, app: string) =>
  (await store.latestFinished(tx, environment, app))?.version;

/** Whether code of this version has what is required. */
export async function isEnough(
  reading: Reading,
  environment: string,
  { app, version: required }: Requirement,
  version: string,
): Promise<boolean> {
  const compare = await createComparison(reading, environment, app, required);
  return compare(version);
}
