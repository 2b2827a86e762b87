import { ALL } from '@switchyard/core';
import type { Reading } from '../platform/work.ts';
import * as reports from '../reports/service.ts';
import * as store from './store.ts';
import { createComparison } from './versions.ts';

/** Code that something needs: at least this version of the application. */
export interface Requirement {
  readonly app: string;
  readonly version: string;
}

/** How an application counts where nothing is said about it. */
export const usual = { isLogOnly: false, share: ALL } as const;

/** What is still missing of this code, in words; nothing if it is all there. */
export async function waitsFor(
  reading: Reading,
  environment: string,
  requires: readonly Requirement[],
): Promise<string[]> {
  if (requires.length === 0) return [];
  const settings = await store.settingsOf(reading.tx, environment);
  const running = (await reports.instances(reading, environment)).filter(
    ({ channel }) => channel === 'live',
  );
  const missing: string[] = [];
  for (const { app, version } of requires) {
    const { isLogOnly, share } = settings.find((each) => each.app === app) ?? usual;
    const isEnough = await createComparison(reading, environment, app, version);
    const current = await store.latestFinished(reading.tx, environment, app);
    if (current === undefined) {
      missing.push(
        `${app} ${version}: no deploy of ${app} to ${environment} has been reported as finished`,
      );
    } else if (!(await isEnough(current.version))) {
      missing.push(`${app} ${version}: ${environment} has ${app} ${current.version}`);
    }
    if (isLogOnly) continue;
    const own = running.filter((each) => each.app === app);
    const words = await lacking(own, isEnough, share);
    if (words !== undefined) missing.push(`${app} ${version}: ${words}`);
  }
  return missing;
}

/** Why these instances are not enough, if they are not. */
async function lacking(
  instances: readonly reports.Instance[],
  isEnough: (version: string) => Promise<boolean>,
  share: number,
): Promise<string | undefined> {
  if (instances.length === 0) return 'no instance reports that it is running';
  const others = new Map<string, number>();
  let count = 0;
  for (const { version } of instances) {
    if (version !== null && (await isEnough(version))) count++;
    else {
      const name = version ?? 'an unknown version';
      others.set(name, (others.get(name) ?? 0) + 1);
    }
  }
  if (count * ALL >= share * instances.length) return undefined;
  const rest = [...others].sort().map(([version, number]) => `${number} on ${version}`);
  return `${count} of ${instances.length} instances run it, ${rest.join(', ')}`;
}
