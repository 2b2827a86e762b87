import type { Commits, Link } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './store.ts';

export type CodeDeploy = store.DeployRow;

export const events = ['start', 'finish', 'fail', 'roll-back'] as const;

/** What whoever deploys says about one deploy. `roll-back` is a rollback that is through. */
export interface Report {
  /** All reports of one deploy carry the same. */
  readonly id: string;
  readonly app: string;
  readonly version: string;
  readonly event: (typeof events)[number];
  readonly from?: string | undefined;
  readonly by?: string | undefined;
  readonly at?: Date | undefined;
  readonly commits?: Commits | undefined;
  readonly links?: readonly Link[] | undefined;
  readonly reason?: string | undefined;
}

interface Recorded {
  readonly deploy: CodeDeploy;
  /** False if it was known already: then nothing was written. */
  readonly isNew: boolean;
  readonly warnings: readonly string[];
}

const statusAfter = {
  start: 'started',
  finish: 'finished',
  fail: 'failed',
  'roll-back': 'finished',
} as const;

/** Writes down what somebody reports about a deploy. The same report again changes nothing. */
export async function record(
  work: Work,
  environment: string,
  report: Report,
  { isRollback = report.event === 'roll-back' } = {},
): Promise<Recorded> {
  await environments.find(work, environment);
  const known = await store.find(work.tx, environment, report.id);
  if (known !== undefined) {
    refuseIfSenseless(known, report);
    if (report.event === 'start' || known.status === statusAfter[report.event]) {
      return { deploy: known, isNew: false, warnings: lateWords(known, report) };
    }
  }
  const deploy = await put(work, environment, report, known, isRollback);
  work.announce({ kind: 'fleet-changed', environment });
  return { deploy, isNew: true, warnings: [] };
}

function refuseIfSenseless(known: CodeDeploy, { id, app, version, event }: Report): void {
  const { kind, status } = known;
  const refuse = (words: string): never => {
    throw new Problem('conflict', words);
  };
  if (known.app !== app || known.version !== version) {
    const own = `${known.app} ${known.version}`;
    refuse(`The ${kind} ${id} is one of ${own}, not of ${app} ${version}: use another id`);
  }
  if (event === 'roll-back' && kind === 'deploy') {
    refuse(`${id} is the id of a deploy. Report the rollback under an id of its own`);
  }
  if (event !== 'start' && status !== 'started' && status !== statusAfter[event]) {
    refuse(`The ${kind} ${id} has ${status} already. What comes after is another, with another id`);
  }
}

/** Its end came first, and stands in the log alone. */
const lateWords = ({ id, kind, status, startEntry, endEntry }: CodeDeploy, { event }: Report) =>
  event === 'start' && startEntry === endEntry
    ? [`The ${kind} ${id} has ${status} already: its start came late and is not written down`]
    : [];

async function put(
  work: Work,
  environment: string,
  report: Report,
  known: CodeDeploy | undefined,
  isRollback: boolean,
): Promise<CodeDeploy> {
  const { id, app, version, event } = report;
  const { tx, now, actor } = work;
  const at = report.at ?? now;
  const before = known
    ? known.fromVersion
    : (await store.latestFinished(tx, environment, app))?.version;
  const draft = {
    environment,
    id,
    app,
    version,
    fromVersion: report.from ?? before ?? null,
    kind: known?.kind ?? (isRollback ? 'rollback' : 'deploy'),
    status: statusAfter[event],
    startedAt: known?.startedAt ?? at,
    endedAt: event === 'start' ? null : at,
    actor: known?.actor ?? actor,
    by: report.by ?? known?.by ?? null,
    commits: report.commits ?? known?.commits ?? {},
    links: merged(known?.links ?? [], report.links ?? []),
  } as const;
  const { seq } = await deployLog.record(work, {
    kind: 'code',
    action: event,
    environment,
    app,
    title: titleOf(draft, known !== undefined),
    reason: report.reason,
    settles: known?.startEntry,
    deploy: {
      id,
      version,
      from: draft.fromVersion ?? undefined,
      by: draft.by ?? undefined,
      at: report.at?.toISOString(),
      commits: isEmpty(draft.commits) ? undefined : draft.commits,
      links: draft.links.length > 0 ? draft.links : undefined,
    },
  });
  const deploy: CodeDeploy = {
    ...draft,
    startEntry: known?.startEntry ?? seq,
    endEntry: event === 'start' ? null : seq,
  };
  await store.put(tx, deploy);
  return deploy;
}

const isEmpty = (commits: Commits) => Object.keys(commits).length === 0;

const merged = (links: readonly Link[], more: readonly Link[]): Link[] => [
  ...new Map([...links, ...more].map((link) => [link.url, link])).values(),
];

function titleOf(
  deploy: Pick<CodeDeploy, 'app' | 'version' | 'fromVersion' | 'kind' | 'status'>,
  isOutcome: boolean,
): string {
  const { app, version, fromVersion, status } = deploy;
  const kind = deploy.kind === 'deploy' ? 'Deploy' : 'Rollback';
  if (status === 'failed') return `${kind} of ${app} to ${version} failed`;
  if (isOutcome) return `${kind} of ${app} to ${version} is through`;
  return fromVersion === null
    ? `${kind} of ${app} ${version}`
    : `${kind} of ${app}: ${fromVersion} → ${version}`;
}

export const find = ({ tx }: Reading, environment: string, id: string) =>
  store.find(tx, environment, id);

/** Most recently started first, and where the next page begins. */
export async function list(
  reading: Reading,
  environment: string,
  { app, before, limit }: { app?: string | undefined; before?: number | undefined; limit: number },
): Promise<{ deploys: CodeDeploy[]; next?: number }> {
  await environments.find(reading, environment);
  const rows = await store.page(reading.tx, environment, app, before, limit + 1);
  const deploys = rows.slice(0, limit);
  const last = deploys.at(-1);
  return rows.length > limit && last ? { deploys, next: last.startEntry } : { deploys };
}
