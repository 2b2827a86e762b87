// What it costs to count one request: its time, an error now and then, and whose it was, while a release rolls out.
// Run by `npm run bench track`; `--expose-gc` and a large young generation are needed to see every byte.
import { createMetrics, type Group, type Measure, type Metrics } from '../src/index.ts';

const USERS = 100_000;
const REQUESTS = 1_000_000;
const ROUNDS = 9;

const units = Array.from({ length: USERS }, (_, at) => flat(`user-${at * 7919}`));
/** With a text in it, so that each is an object already: to hand in a number costs 16 bytes, and is not ours to save. */
const times: (number | string)[] = [
  '',
  ...Array.from({ length: 1024 }, (_, at) => 20 + ((at * 37) % 400) + 0.25),
];
const values = { slow: 300, cap: 450 };
const measures: Record<string, Measure> = {
  request: { users: true, values },
  'request.error': { users: true },
};

interface Measured {
  readonly metrics: Metrics;
  readonly group: Group;
  ns: number;
  bytes: number;
}

const following = (group: Group): Measured => {
  const metrics = createMetrics();
  metrics.follow({ salt: 'k3v9', stage: 1, measures });
  return { metrics, group, ns: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
};
const measured: Record<string, Measured> = {
  'no release rolls out': { ...following('none'), metrics: createMetrics() },
  'canary and control': following('control'),
  'by choice': following('chosen'),
};

for (let each = 0; each < ROUNDS; each++) Object.values(measured).forEach(measure);
console.log(`One tracked request: best of ${ROUNDS} rounds of ${REQUESTS} by ${USERS} users`);
console.table(
  Object.fromEntries(
    Object.entries(measured).map(([name, { ns, bytes }]) => [
      name,
      { ns: ns.toFixed(1), bytes: bytes.toFixed(2) },
    ]),
  ),
);

/** Each sends a report once per round, as after 5 s of a very busy process. */
function measure(one: Measured) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const start = process.hrtime.bigint();
  count(one);
  one.ns = Math.min(one.ns, Number(process.hrtime.bigint() - start) / REQUESTS);
  one.bytes = Math.min(one.bytes, Math.max(0, process.memoryUsage().heapUsed - before) / REQUESTS);
  one.metrics.take(0);
}

function count({ metrics, group }: Measured) {
  for (let request = 0; request < REQUESTS; request++) {
    const unit = units[(request * 7919) % USERS] as string;
    metrics.track('request', unit, group, times[1 + (request & 1023)] as number);
    if (request % 100 === 0) metrics.track('request.error', unit, group);
  }
}

/** As it would come out of a parser: in one piece. */
function flat(text: string): string {
  return JSON.parse(JSON.stringify(text));
}
