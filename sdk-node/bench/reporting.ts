// What reporting costs: `isActive` with and without it in turns, one tracked request, and how much memory users take.
// Run by `npm run bench reporting`; `--expose-gc` and a large young generation are needed to see every byte.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { countRequest } from '../src/counting.ts';
import {
  connected,
  contexts,
  figures,
  measureAll,
  Request,
  type Rollout,
  ready,
  requests,
  SUBJECTS,
  SWITCHES,
  serverWith,
  users,
} from './parts/cases.ts';

/** Each with and without reporting, and once more without: that shows what is but chance. */
const TRIALS = 8;

const measured = await serverWith('measured candidate');
const on = await connected(measured);
const tracked = {
  'request seen before': tracking(requests, 'subject'),
  'new request every 100 times': tracking(requests, 'new Request(subject.user)'),
  context: tracking(contexts, 'subject'),
  'another user each time': everybody(),
};
// A clock may take longer than everything else, and is asked twice.
const timed = {
  'middleware: a request begun, counted, with its milliseconds': middleware(),
  'of which its snapshot of the switches': snapshot(),
  'of which the clock': ready(on, contexts, () => performance.now() - performance.now() < 1),
};
measureAll(Object.values(tracked));
measureAll(Object.values(timed), 10);

const trials: Record<'off' | 'on' | 'again', Record<string, number>>[] = [];
for (let trial = 0; trial < TRIALS; trial++) {
  trials.push({
    off: await ask('candidate'),
    on: await ask('measured candidate'),
    again: await ask('candidate'),
  });
}

console.log(
  `One isActive while a release rolls out, with reporting and without: medians of ${TRIALS} processes each, ${SUBJECTS} subjects × ${SWITCHES} switches`,
);
console.table(
  Object.fromEntries(
    Object.keys(trials[0]?.off ?? {}).map((way) => {
      const ns = (which: 'off' | 'on' | 'again') =>
        trials.map((each) => each[which][way] ?? Number.NaN);
      const change = (which: 'on' | 'again') =>
        percent(median(ns(which).map((each, at) => each / (ns('off')[at] ?? Number.NaN))));
      return [
        way,
        {
          'off, ns': median(ns('off')).toFixed(1),
          'on, ns': median(ns('on')).toFixed(1),
          change: change('on'),
          'off again': change('again'),
        },
      ];
    }),
  ),
);
console.log('One tracked request');
console.table(figures({ ...tracked, ...timed }));

console.log('What is kept of users, once nothing else is left');
const before = kept();
const growth: Record<string, { 'kB more than at first': number }> = {};
for (const count of [10_000, 100_000, 1_000_000]) {
  for (let user = 0; user < count; user++) {
    const context = { targetingKey: `visitor-${user}` };
    on.track('request', context, 120);
    if (user % 100 === 0) on.track('request.error', context);
  }
  growth[`${count.toLocaleString('en')} users`] = {
    'kB more than at first': Math.round((kept() - before) / 1000),
  };
}
console.table(growth);
await on.close();
await measured.stop();

/** In a process of its own, as applications are: in one, the engine would mix what it learns of either. */
async function ask(rollout: Rollout): Promise<Record<string, number>> {
  const child = fork(fileURLToPath(new URL('./parts/asking.ts', import.meta.url)), [rollout]);
  const [ns] = await once(child, 'message');
  await once(child, 'exit');
  return ns;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return ((sorted[(sorted.length - 1) >> 1] ?? 0) + (sorted[sorted.length >> 1] ?? 0)) / 2;
}

function percent(ratio: number): string {
  const change = 100 * (ratio - 1);
  return `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`;
}

/** Half of what happens has a value. */
function tracking(subjects: readonly unknown[], make: string) {
  let turn = 0;
  const track = (subject: Request) => {
    on.track('request', subject, (turn++ & 1) === 0 ? 120 : undefined);
    return true;
  };
  return ready(on, subjects, track, make);
}

/** Nobody twice in a row: every time a user has to be hashed. */
function everybody() {
  let turn = 0;
  const track = () => {
    on.track('request', contexts[turn++ % SUBJECTS], 120);
    return true;
  };
  return ready(on, contexts, track);
}

/** What the middlewares do, for a new user each time. */
function middleware() {
  let turn = 0;
  const count = () => {
    const began = performance.now();
    countRequest(on.forRequest(new Request(users[turn++ % SUBJECTS] as string)), began, 200);
    return true;
  };
  return ready(on, contexts, count);
}

/**
 * What `forRequest` makes for a new request, whether anybody counts or not. The loader of the sources gives each function
 * that is made a name, which makes this several times as dear as in what is built.
 */
function snapshot() {
  let turn = 0;
  const take = () => on.forRequest(new Request(users[turn++ % SUBJECTS] as string)) !== undefined;
  return ready(on, contexts, take);
}

function kept(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
