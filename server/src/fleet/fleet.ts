import { ALL } from '@switchyard/core';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as reports from '../reports/service.ts';
import type { CodeDeploy } from './deploys.ts';
import { usual } from './prerequisites.ts';
import * as store from './store.ts';

/** An application in an environment: what it should run, and what reports that it does. */
interface App {
  readonly app: string;
  readonly version: string | null;
  /** The deploy that was started last, whatever became of it. */
  readonly latest: CodeDeploy | null;
  readonly isLogOnly: boolean;
  readonly share: number;
  readonly instances: readonly reports.Instance[];
}

export interface Fleet {
  readonly apps: readonly App[];
  /** Those that do not say which application they are. */
  readonly unnamed: readonly reports.Instance[];
}

/** Who runs what, as far as deploys and running SDKs are reported. */
export async function fleetOf(reading: Reading, environment: string): Promise<Fleet> {
  await environments.find(reading, environment);
  const { tx } = reading;
  const settings = await store.settingsOf(tx, environment);
  const running = await reports.instances(reading, environment);
  const names = new Set([
    ...(await store.appsDeployed(tx, environment)),
    ...settings.map(({ app }) => app),
    ...running.flatMap(({ app }) => app ?? []),
  ]);
  const apps: App[] = [];
  for (const app of [...names].sort()) {
    const { isLogOnly, share } = settings.find((each) => each.app === app) ?? usual;
    const current = await store.latestFinished(tx, environment, app);
    const [latest = null] = await store.page(tx, environment, app, undefined, 1);
    const instances = running.filter((each) => each.app === app);
    apps.push({ app, version: current?.version ?? null, latest, isLogOnly, share, instances });
  }
  return { apps, unnamed: running.filter(({ app }) => app === null) };
}

/** Says how an application counts when something requires it. */
export async function setApp(
  work: Work,
  environment: string,
  app: string,
  after: { isLogOnly: boolean; share: number },
): Promise<void> {
  await environments.find(work, environment);
  if (!Number.isInteger(after.share) || after.share < 1 || after.share > ALL) {
    throw new Problem(
      'invalid',
      `share is ${after.share}; it must be from 1 to ${ALL}, which is all`,
    );
  }
  const settings = await store.settingsOf(work.tx, environment);
  const before = settings.find((each) => each.app === app) ?? usual;
  if (before.isLogOnly === after.isLogOnly && before.share === after.share) return;
  await store.putSettings(work.tx, { environment, app, ...after });
  await deployLog.record(work, {
    kind: 'audit',
    action: 'app-settings',
    environment,
    app,
    title: after.isLogOnly
      ? `${app} counts by the deploy log only`
      : `${app} counts where at least ${after.share / 1000} % of its instances run what is required`,
  });
  work.announce({ kind: 'fleet-changed', environment });
}
