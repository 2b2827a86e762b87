import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { createServer } from '../testing/server.ts';
import { freePort } from '../testing/yard.ts';
import { type Call, tokenFor } from './api.ts';
import { databases } from './databases.ts';
import { places, startRide } from './ride.ts';

const times = Number(process.env.CRASH_TIMES ?? places.length);
const timeout = 120_000 + times * 20_000;
const environment = 'development';
const plan = [
  { audience: { kind: 'internal' }, minimumMs: 150 },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 150 },
  { audience: { kind: 'percentage', thousandths: 95_000 }, minimumMs: 150 },
];

test.each(databases)(
  `on %s, a train goes on where it was after ${times} times kill -9, with every stage once`,
  { timeout },
  async (name, settings) => {
    const server = createServer(await freePort(), await settings());
    await server.command('seed', 'examples/shop/demo.json');
    const link = await server.start();
    onTestFinished(() => server.kill());
    const call = await tokenFor(server.url, link);
    await call('PATCH', `/environments/${environment}`, {
      policy: { plan, isPrincessRequired: true },
    });

    const killed = new Map<string, number>();
    for (let time = 0; time < times; time++) {
      const ride = await startRide(call, `ride-${time}`);
      const place = places[time % places.length] as (typeof places)[number];
      await ride.reach(place);
      await pause((time * 37) % 160);
      const before = await ride.whereabouts();
      await server.kill();
      await server.start();
      const after = await ride.whereabouts();
      expect(places.indexOf(after), `${before}, then ${after}`).toBeGreaterThanOrEqual(
        places.indexOf(before),
      );
      killed.set(before, (killed.get(before) ?? 0) + 1);
      await ride.reach('arrived');
    }

    const stations = await stationsByRelease(call);
    expect(stations.size).toBe(times);
    for (const [release, seen] of stations) {
      expect([release, seen]).toEqual([release, ['depart', 'stage', 'stage', 'arrive']]);
    }
    expect(await server.command('verify', '--database')).toContain('The deploy log is whole');
    const where = [...killed].map(([place, count]) => `${place} ${count}`).join(', ');
    console.log(`${name}, ${times} kills (${where}): every stage once, nothing lost`);
  },
);

/** What the log says became of each release that rode, in order. */
async function stationsByRelease(call: Call): Promise<Map<number, string[]>> {
  const stations = new Map<number, string[]>();
  const { head } = await call<{ head: { seq: number } }>('GET', '/log/verify');
  for (let seq = 1; seq <= head.seq; seq++) {
    const entry = await call<{
      action: string;
      kind: string;
      environment?: string;
      release?: number;
    }>('GET', `/log/${seq}`);
    if (!['depart', 'stage', 'arrive', 'abort'].includes(entry.action) || entry.kind !== 'config') {
      continue;
    }
    const release = entry.release ?? 0;
    stations.set(release, [...(stations.get(release) ?? []), entry.action]);
  }
  return stations;
}
