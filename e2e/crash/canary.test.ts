import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createServer } from '../testing/server.ts';
import { freePort } from '../testing/yard.ts';
import { type Call, tokenFor } from './api.ts';
import { databases } from './databases.ts';
import { startRide } from './ride.ts';
import { type Counted, inEachArm, startVisitors } from './visitors.ts';

/** When the server is killed: with nothing on its way, with a report on its way, with an answer on its way back. */
const moments = ['quiet', 'sent', 'answer lost'] as const;

const times = Number(process.env.CRASH_TIMES ?? moments.length);
const timeout = 120_000 + times * 60_000;
const patience = { timeout: 90_000, interval: 100 };
const base = '/environments/development';

const policy = {
  isPrincessRequired: false,
  plan: [{ audience: { kind: 'percentage', thousandths: 30_000 }, minimumMs: 24 * 3_600_000 }],
  guard: {
    metrics: [
      {
        key: 'failed',
        kind: 'errors',
        event: 'failed',
        per: 'visit',
        worse: 'more',
        weight: 1,
        tolerated: 0,
      },
    ],
  },
};

test.each(databases)(
  `on %s, the evidence on a canary is what was counted, to the last digit, after ${times} times kill -9`,
  { timeout },
  async (name, settings) => {
    const server = createServer(await freePort(), await settings());
    const { keys } = JSON.parse(await server.command('seed', 'examples/shop/demo.json', '--json'));
    const link = await server.start();
    onTestFinished(() => server.kill());
    const call = await tokenFor(server.url, link);
    await call('PATCH', base, { policy });
    const ride = await startRide(call, 'canary');
    await ride.reach('stage 0');
    const { release } = await call<{ release: number }>('GET', `${base}/changes/${ride.number}`);
    const visitors = await startVisitors(server.url, keys[0].secret, server.kill);
    await vi.waitUntil(visitors.areInArms, patience);

    const isAllCounted = async () => {
      expect(await countedBy(call, release)).toEqual(visitors.counted());
    };
    for (let time = 0; time < times; time++) {
      const moment = moments[time % moments.length] as (typeof moments)[number];
      visitors.visit(time * 60, 60);
      if (moment === 'quiet') {
        await vi.waitFor(isAllCounted, patience);
        const before = await evidenceOf(call, release);
        await server.kill();
        await server.start();
        expect(await evidenceOf(call, release)).toEqual(before);
      } else {
        await visitors.spring(moment);
        visitors.visit(time * 60 + 30, 60);
        await pause((time * 37) % 100);
        await server.start();
      }
      await vi.waitFor(isAllCounted, patience);
    }
    const { canary, control } = visitors.counted();
    console.log(
      `${name}, ${times} kills (${moments.join(', ')}): ${canary.visits + control.visits} visits of ${canary.users + control.users} users, each counted once`,
    );
  },
);

interface Evidence {
  readonly users: Readonly<Record<'canary' | 'control', number>>;
  readonly verdict: {
    readonly lnE: number;
    readonly metrics: readonly { readonly views: readonly View[] }[];
  };
}

type View = Readonly<Record<'canary' | 'control', { affected: number; rate: number }>>;

/** All that the verdict rests on and says, but for what depends on the time of day. */
async function evidenceOf(call: Call, release: number) {
  const { users, verdict } = await call<Evidence>('GET', `${base}/releases/${release}/evidence`);
  return { users, lnE: verdict.lnE, metrics: verdict.metrics };
}

/** By the evidence, and as graphs have it: both were written together, and must say the same. */
async function countedBy(call: Call, release: number) {
  const { users, metrics } = await evidenceOf(call, release);
  const [byUsers, byEvents] = metrics[0]?.views ?? [];
  const [visits, failed] = await Promise.all(
    ['visit', 'failed'].map((event) => graphed(call, event)),
  );
  return inEachArm((arm): Counted => {
    const counts = { visits: visits?.[arm] ?? 0, failed: failed?.[arm] ?? 0 };
    expect(byEvents?.[arm].rate).toBe(counts.failed / counts.visits);
    return { ...counts, users: users[arm], affected: byUsers?.[arm].affected ?? 0 };
  });
}

async function graphed(call: Call, event: string) {
  type Points = readonly { totals: Partial<Record<string, readonly [number, number]>> }[];
  const from = new Date(Date.now() - 12 * 3_600_000).toISOString();
  const path = `${base}/metrics/${event}?from=${from}`;
  const { points } = await call<{ points: Points }>('GET', path);
  return inEachArm((arm) => points.reduce((sum, { totals }) => sum + (totals[arm]?.[0] ?? 0), 0));
}
