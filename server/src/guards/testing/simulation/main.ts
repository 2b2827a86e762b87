// See scripts/simulate-guard.mjs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Result } from './run.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { type Row, summary } from './summary.ts';
import type { Job } from './worker.ts';

/** What must fail does so quickly. */
const MOST_BLIND = 200;
const RUNS_PER_JOB = 10;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '2000' },
    scenario: { type: 'string', multiple: true, default: [] },
    seed: { type: 'string', default: '1' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
});
const wanted = scenarios.filter(
  ({ name }) => values.scenario.length === 0 || values.scenario.some((word) => name.includes(word)),
);
if (wanted.length === 0) {
  console.error(`No scenario fits. There are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

const startedAt = Date.now();
const results = new Map<Scenario, Result[]>(wanted.map((scenario) => [scenario, []]));
const jobs = wanted.flatMap((scenario) => jobsOf(scenario));
const rows: Row[] = [];
await Promise.all(Array.from({ length: Number(values.workers) }, work));
const failed = rows.filter(({ holds }) => !holds);
const minutes = ((Date.now() - startedAt) / 60_000).toFixed(1);
console.log(
  failed.length === 0
    ? `All ${rows.length} hold, after ${minutes} min.`
    : `${failed.length} of ${rows.length} do not hold, after ${minutes} min.`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function jobsOf({ name, expects }: Scenario): Job[] {
  const runs = Math.min(Number(values.runs), expects.kind === 'blind' ? MOST_BLIND : Infinity);
  const first = Number(values.seed) * 1_000_000;
  return Array.from({ length: Math.ceil(runs / RUNS_PER_JOB) }, (_, at) => ({
    scenario: name,
    from: first + at * RUNS_PER_JOB,
    runs: Math.min(RUNS_PER_JOB, runs - at * RUNS_PER_JOB),
  }));
}

async function work() {
  // A process of its own: tsx does not reach into threads.
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)));
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    worker.send(job);
    const [done] = (await once(worker, 'message')) as [Result[]];
    take(job, done);
  }
  worker.disconnect();
}

/** Tells of a scenario as soon as all of it is done. */
function take({ scenario: name }: Job, done: readonly Result[]) {
  const scenario = wanted.find((each) => each.name === name) as Scenario;
  const all = results.get(scenario) as Result[];
  all.push(...done);
  if (all.length < jobsOf(scenario).reduce((sum, { runs }) => sum + runs, 0)) return;
  const told = summary(scenario, all);
  rows.push(...told);
  for (const { scenario: what, alpha, seen, limit, holds } of told) {
    console.log(
      [what.padEnd(32), `α ${100 * alpha} %`.padEnd(8), seen.padEnd(24), limit.padEnd(24)].join(''),
      holds ? 'holds' : 'DOES NOT HOLD',
    );
  }
  const trips = all.filter(({ isBreaker }) => isBreaker).length;
  if (trips > 0) console.log(`${''.padEnd(40)}the breaker tripped in ${trips} of ${all.length}`);
}
