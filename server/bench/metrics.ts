// How long the database is busy with one SDK's metrics, while a release rolls out under 100 requests a second.
// Run by `npm run bench server/bench/metrics`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMetrics } from '@switchyard/core';
import { begin, builtIn, countsOf, measuresFor, take } from '../src/metrics/service.ts';
import { migrations } from '../src/platform/database/age.ts';
import { openSqlite } from '../src/platform/database/sqlite.ts';
import { type Actor, createRunner } from '../src/platform/work.ts';

const REPORTS = 1000;
const REQUESTS = 500;
const USERS = 20_000;

const actor: Actor = { kind: 'system', id: 'bench', name: 'Bench' };
const folder = mkdtempSync(join(tmpdir(), 'switchyard-bench-'));
const database = openSqlite(join(folder, 'switchyard.db'), join(migrations, 'sqlite'));
const runner = createRunner({ database, clock: () => new Date(), announce: () => {} });

await runner.write(actor, (work) => begin(work, 'e', { salt: 's', metrics: builtIn }));
const measures = await runner.read((reading) => measuresFor(reading, 'e', 's'));
const sdk = createMetrics();
sdk.follow({ salt: 's', stage: 0, measures });

const inside: number[] = [];
const taking: number[] = [];
const reading: number[] = [];
let bytes = 0;
for (let sequence = 1; sequence <= REPORTS; sequence++) {
  for (let request = 0; request < REQUESTS; request++) {
    const user = Math.floor(USERS * Math.random());
    const group = user % 20 === 0 ? 'canary' : 'control';
    sdk.track('request', `user-${user}`, group, 20 + 400 * Math.random());
    if (Math.random() < 0.01) sdk.track('request.error', `user-${user}`, group);
  }
  const message = sdk.take(Date.now());
  if (message === undefined) continue;
  bytes += JSON.stringify(message).length;
  const whole = await timed(() =>
    runner.write(actor, async (work) => {
      inside.push(await timed(() => take(work, 'e', 'i', sequence, message)));
    }),
  );
  taking.push(whole);
  reading.push(await timed(() => runner.read((each) => countsOf(each, 'e', 's'))));
}
await database.close();
rmSync(folder, { recursive: true });

console.log(
  `${REPORTS} reports of ${REQUESTS} requests, ${Math.round(bytes / REPORTS)} bytes each`,
);
console.table({
  'take one in': quantiles(taking),
  'read what the guard needs': quantiles(reading),
});

async function timed(run: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  await run();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function quantiles(times: number[]) {
  times.sort((left, right) => left - right);
  const at = (part: number) => `${times[Math.floor(part * (times.length - 1))]?.toFixed(2)} ms`;
  return { median: at(0.5), p99: at(0.99), worst: at(1) };
}
