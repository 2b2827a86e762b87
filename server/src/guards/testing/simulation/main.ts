// See scripts/simulate-guard.mjs.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { openLedger, type Run } from './ledger.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { summary } from './summary.ts';
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
    out: { type: 'string' },
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
const ledger = openLedger(values.out);
// Some runs of each scenario, then more of each: whenever it ends, something is known of all.
const jobs = wanted
  .flatMap((scenario) => jobsOf(scenario))
  .sort((left, right) => left.round - right.round);
const all = jobs.length;
let done = 0;
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    isInterrupted = true;
    jobs.length = 0;
  });
}
await Promise.all(Array.from({ length: Math.min(all, Number(values.workers)) }, work));
tell();

function jobsOf({ name, expects }: Scenario): (Job & { round: number })[] {
  const runs = Math.min(Number(values.runs), expects.kind === 'blind' ? MOST_BLIND : Infinity);
  const first = Number(values.seed) * 1_000_000;
  const seeds = Array.from({ length: runs }, (_, at) => first + at).filter(
    (seed) => !ledger.has(name, seed),
  );
  return Array.from({ length: Math.ceil(seeds.length / RUNS_PER_JOB) }, (_, round) => ({
    scenario: name,
    seeds: seeds.slice(round * RUNS_PER_JOB, (round + 1) * RUNS_PER_JOB),
    round,
  }));
}

async function work() {
  // A process of its own: tsx does not reach into threads. Much of what it makes does not live long.
  const worker = fork(fileURLToPath(new URL('./worker.ts', import.meta.url)), {
    execArgv: [...process.execArgv, '--max-semi-space-size=64'],
  });
  const ends = once(worker, 'exit').then(() => undefined);
  for (let job = jobs.shift(); job; job = jobs.shift()) {
    worker.send(job);
    const answer = (await Promise.race([once(worker, 'message'), ends])) as [Run[]] | undefined;
    if (answer === undefined) {
      if (!isInterrupted) throw new Error(`A worker died at ${job.scenario}, ${job.seeds[0]}`);
      return;
    }
    ledger.add(answer[0]);
    progress();
  }
  worker.disconnect();
}

function progress() {
  done++;
  const tenth = (part: number) => Math.floor((10 * part) / all);
  if (tenth(done) > tenth(done - 1)) console.error(`${10 * tenth(done)} % after ${minutes()} min`);
}

function tell() {
  const rows = wanted.flatMap((scenario) => {
    const runs = ledger.runs.filter((run) => run.scenario === scenario.name);
    if (runs.length === 0) return [];
    const told = summary(scenario, runs);
    for (const { scenario: what, alpha, seen, limit, holds } of told) {
      console.log(
        [what.padEnd(32), `α ${100 * alpha} %`.padEnd(8), seen.padEnd(40), limit.padEnd(22)].join(
          '',
        ),
        holds ? 'holds' : 'DOES NOT HOLD',
      );
    }
    const trips = runs.filter(({ isBreaker }) => isBreaker).length;
    if (trips > 0) console.log(`${''.padEnd(40)}the breaker tripped in ${trips} of ${runs.length}`);
    return told;
  });
  const failed = rows.filter(({ holds }) => !holds);
  const outcome =
    failed.length === 0
      ? `All ${rows.length} hold`
      : `${failed.length} of ${rows.length} do not hold`;
  console.log(`${isInterrupted ? 'Interrupted. ' : ''}${outcome}, after ${minutes()} min.`);
  process.exitCode = failed.length === 0 && !isInterrupted ? 0 : 1;
}

function minutes(): string {
  return ((Date.now() - startedAt) / 60_000).toFixed(1);
}
