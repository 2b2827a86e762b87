// What reporting costs: `isActive` with and without it side by side, one tracked request, and how much memory users take.
// Run by `npm run bench reporting`; `--expose-gc` and a large young generation are needed to see every byte.
import { countRequest } from '../src/counting.ts';
import {
  connected,
  contexts,
  figures,
  measureAll,
  Request,
  ROUNDS,
  ready,
  requests,
  SUBJECTS,
  SWITCHES,
  serverWith,
  users,
  waysToAsk,
} from './parts/cases.ts';

const [silent, measured] = [await serverWith('candidate'), await serverWith('measured candidate')];
const [off, on] = [await connected(silent), await connected(measured)];
const [asked, askedWhileCounting] = [waysToAsk(off), waysToAsk(on)];
const tracked = {
  'request seen before': tracking(requests, 'subject'),
  'new request every 100 times': tracking(requests, 'new Request(subject.user)'),
  context: tracking(contexts, 'subject'),
  'another user each time': everybody(),
};
// A clock may take longer than everything else, and is asked twice.
const timed = {
  'middleware: a request begun, counted, with its milliseconds': middleware(),
  'of which the clock': ready(on, contexts, () => performance.now() - performance.now() < 1),
};
measureAll([
  ...Object.keys(asked).flatMap((way) =>
    [asked[way], askedWhileCounting[way]].flatMap((one) => one ?? []),
  ),
  ...Object.values(tracked),
]);
measureAll(Object.values(timed), 10);

console.log(
  `One isActive while a release rolls out, with reporting and without: best of ${ROUNDS} rounds, ${SUBJECTS} subjects × ${SWITCHES} switches`,
);
console.table(
  Object.fromEntries(
    Object.entries(asked).map(([way, { ns }]) => {
      const counting = askedWhileCounting[way]?.ns ?? Number.NaN;
      const change = 100 * (counting / ns - 1);
      return [
        way,
        {
          'off, ns': ns.toFixed(1),
          'on, ns': counting.toFixed(1),
          change: `${change < 0 ? '−' : '+'}${Math.abs(change).toFixed(1)} %`,
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
await Promise.all([off.close(), on.close()]);
await Promise.all([silent.stop(), measured.stop()]);

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

function kept(): number {
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
