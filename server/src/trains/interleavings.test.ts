import type { HeldRuleset } from '@switchyard/core';
import { eq, inArray } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { changes } from '../changes/tables.ts';
import { random } from '../guards/testing/random.ts';
import type { Release } from '../releases/service.ts';
import { candidates, releases } from '../releases/tables.ts';
import { isPostgres } from '../testing/database.ts';
import { listening } from '../testing/listening.ts';
import { createHolder } from '../testing/sdk.ts';
import { follow, type ServerSentEvent } from '../testing/sse.ts';
import type { TestClient } from '../testing/test-app.ts';
import { view, type Yard } from './service.ts';
import { checkRollbacks, checkState, type State } from './testing/interleaving.ts';
import { type Station, station } from './testing/station.ts';

const SECOND = 1_000;
const plan = [
  { audience: { kind: 'internal' }, minimumMs: SECOND },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: SECOND },
] as const;
/** On PostgreSQL each takes several times as long. */
const INTERLEAVINGS = isPostgres ? 100 : 1_000;
const keys = ['awesome', 'cart'];

test('a rollback always wins, and nothing that was done later is lost, whatever happens beside it', async () => {
  const app = await station({ plan });
  const { clock, base, developer, verified } = app;
  const next = random(20_261_121);
  const below = (count: number) => Math.floor(next() * count);
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  let latest = 2;
  const sdks = [await connected(app), await connected(app)];

  for (let round = 0; round < INTERLEAVINGS; round++) {
    clock.advance(below(2 * SECOND));
    if (below(4) > 0) await liftAll(app);
    for (let left = below(4) === 0 ? 3 : 0; left > 0; left--) await app.passes(SECOND);
    const number = Math.max(1, latest - below(6));
    const deeds = [
      () => rollBack(developer, base, number),
      ...Array.from({ length: 2 }, () => deedOf(app, below, round)),
    ];
    const start = below(deeds.length);
    const inSomeOrder = [...deeds.slice(start), ...deeds.slice(0, start)];
    for (const { what, status, body } of await Promise.all(inSomeOrder.map((each) => each()))) {
      const outcome = `${what} ${status}`;
      count(outcome);
      const isRefused = status >= (what === 'rollback' ? 300 : 500);
      expect([outcome, isRefused, body]).toEqual([outcome, false, body]);
      latest = Math.max(latest, body?.number ?? 0);
    }
    checkState(await stateOf(app));
  }

  const { body: last } = await app.client(sdks[0]?.headers ?? {}).get('/sdk/ruleset');
  for (const sdk of sdks) await sdk.holds(last);

  const all = await everyRelease(app);
  checkRollbacks(all);
  expect(await verified()).toEqual([true, []]);
  // It would prove nothing if trains never got anywhere.
  for (const { action, outcome } of all) count(`${action} ${outcome}`);
  for (const what of worthSeeing) {
    const enough = INTERLEAVINGS / 100;
    expect([what, Math.min(seen.get(what) ?? 0, enough)]).toEqual([what, enough]);
  }
}, 300_000);

const worthSeeing = [
  ...['rollback 201', 'restore 201', 'publish 201', 'publish 202', 'kill 201', 'revive 201'],
  ...['ride 200', 'edit 200', 'depart arrived', 'depart aborted'],
];

/** An SDK on a stream, which takes whatever comes. */
async function connected(app: Station) {
  const { headers } = await app.sdkKey();
  const stream = await follow(`${await listening(app)}/sdk/stream`, headers);
  const holder = createHolder();
  let taken = 0;
  return {
    headers,
    holds: async ({ position, release, ruleset, candidate }: HeldRuleset) => {
      await stream.until(() => {
        for (; taken < stream.events.length; taken++) {
          holder.take(stream.events[taken] as ServerSentEvent);
        }
        return holder.position === position;
      });
      const { held } = holder;
      expect([held?.release, held?.ruleset]).toEqual([release, ruleset]);
      expect(held?.candidate?.release).toBe(candidate?.release);
    },
  };
}

type Answer = Promise<{ what: string; status: number; body?: { number?: number } }>;

const rollBack = async (who: TestClient, base: string, number: number): Answer => ({
  what: 'rollback',
  ...(await who.post(`${base}/releases/${number}/rollback`)),
});

function deedOf(app: Station, below: (count: number) => number, round: number): () => Answer {
  const { base, driver, developer, set, trainClock, admin } = app;
  const key = keys[below(keys.length)] as string;
  const field = below(2) === 0 ? { salt: `s${round}` } : { clientSide: below(2) === 0 };
  const deeds: [string, () => Promise<{ status: number; body?: unknown }>][] = [
    ['tick', () => trainClock.tick().then(() => ({ status: 200 }))],
    ['tick', () => trainClock.tick().then(() => ({ status: 200 }))],
    ['publish', () => set(key, field)],
    ['publish', () => set(key, field)],
    ['kill', () => developer.post(`${base}/switches/${key}/kill`)],
    ['revive', () => driver.post(`${base}/switches/${key}/revive`)],
    ['edit', () => editSomething(app, key, field)],
    ['ride', () => rideOrLeave(app, key, field)],
    ['ride', () => rideOrLeave(app, key, field)],
    ['restore', () => admin.post(`${base}/restore`, { release: 2 + below(3) })],
  ];
  const [what, deed] = deeds[below(deeds.length)] as (typeof deeds)[number];
  return async () => ({ what, ...((await deed()) as { status: number }) });
}

async function liftAll({ yard, admin, base }: Station) {
  for (const { by } of (await yard()).holds) {
    await admin.post(`${base}/train`, { do: 'unhold', of: by.id });
  }
}

async function editSomething({ driver, base }: Station, key: string, set: object) {
  const { body } = await driver.get(`${base}/changes?status=open,aboard&limit=1`);
  const [change] = body.changes;
  if (change === undefined) return { status: 404 };
  const edits = [{ kind: 'switch', key, set }];
  return driver.patch(`${base}/changes/${change.number}`, { version: change.version, edits });
}

/** Opens a change and lets it depart; as soon as a few wait, takes one back instead. */
async function rideOrLeave(
  { driver, base, boards, yard, tells }: Station,
  key: string,
  set: object,
) {
  const { groups } = await yard();
  const waiting = groups.flatMap(({ riders }: Yard['groups'][number]) => riders);
  if (waiting.length > 3) return driver.post(`${base}/changes/${waiting[0].change ?? 1}/withdraw`);
  const edits = [{ kind: 'switch', key, set }];
  const { number } = await boards(driver, key, { edits });
  const group = (await yard()).groups.find(({ riders }: Yard['groups'][number]) =>
    riders.some(({ change }) => change === number),
  );
  await tells(driver, { do: 'mark', change: number, mark: 'good' });
  return tells(driver, { do: 'depart', group: group?.id ?? 1 });
}

/** All that is under way, as one transaction sees it. */
const stateOf = ({ read }: Station): Promise<State> =>
  read(async (reading) => {
    const { tx } = reading;
    return {
      yard: await view(reading, 'production', onlooker),
      changes: await tx
        .select()
        .from(changes)
        .where(inArray(changes.status, ['aboard', 'rolling-out'])),
      releases: await tx.select().from(releases).where(eq(releases.outcome, 'rolling-out')),
      candidates: await tx.select().from(candidates),
    };
  });

const onlooker = { kind: 'person', id: 'olga', name: 'Olga', role: 'viewer' } as const;

async function everyRelease({ viewer, base }: Station): Promise<Release[]> {
  const all: Release[] = [];
  for (let before = ''; ; ) {
    const { body } = await viewer.get(`${base}/releases?limit=200${before}`);
    all.push(...body.releases);
    if (body.next === undefined) return all;
    before = `&before=${body.next}`;
  }
}
