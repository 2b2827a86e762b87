import { canonicalJson } from '@switchyard/core';
import { expect, test } from 'vitest';
import type { CanaryPlan } from '../environments/plan.ts';
import type { SdkPrincipal } from '../platform/http.ts';
import type { Edit } from '../releases/service.ts';
import * as releases from '../releases/service.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { createHolder } from '../testing/sdk.ts';
import { seeded } from '../testing/seeded.ts';
import { follow } from '../testing/sse.ts';

type Reader = Pick<SdkPrincipal, 'kind' | 'channel'>;

const key = 'production';
const grants = { '*': 'admin' } as const;
const plan: CanaryPlan = [
  { audience: { kind: 'internal' }, minimumMs: 0 },
  { audience: { kind: 'cohort', cohort: 'bleeding-edge' }, minimumMs: 0 },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 0 },
];
const edit = (name: string, set: Edit['set']): Edit => ({ kind: 'switch', key: name, set });

async function rollingOut() {
  const app = await production();
  const { work, sdkKey, client } = app;
  const address = await listening(app);
  const depart = (edits: readonly Edit[], more: Partial<releases.Departure> = {}) =>
    work((each) =>
      releases.depart(each, key, {
        edits,
        plan,
        by: null,
        ride: { group: 1, riders: [], overridden: [] },
        ...more,
      }),
    );
  return {
    ...app,
    address,
    depart,
    toStage: (stage: number) => work((each) => releases.toStage(each, key, stage)),
    arrive: () => work((each) => releases.arrive(each, key)),
    abort: () => work((each) => releases.abort(each, key)),
    kill: (name: string) => work((each) => releases.kill(each, key, name, { grants })),
    revive: (name: string) => work((each) => releases.revive(each, key, name, { grants })),
    show: (edits: readonly Edit[] | null) =>
      work((each) => releases.showAtPrincess(each, key, 1, edits)),
    /** An SDK that is connected, and holds what it is sent. */
    sdk: async ({ kind, channel }: Reader) => {
      const { headers } = await sdkKey(kind, channel);
      const stream = await follow(`${address}/sdk/stream`, headers);
      const holder = createHolder();
      holder.take(await stream.nth('ruleset'));
      let taken = 0;
      return {
        stream,
        holder,
        /** The next delta, taken. */
        next: async () => {
          taken++;
          const delta = await stream.nth('delta', taken);
          holder.take(delta);
          return delta.data;
        },
        now: async () => (await client(headers).get('/sdk/ruleset')).body,
      };
    },
  };
}

const live = { kind: 'server', channel: 'live' } as const;
const atPrincess = { kind: 'server', channel: 'princess' } as const;
const browser = { kind: 'browser', channel: 'live' } as const;

test('SDKs hold what rolls out beside what is live, from its first stage until it arrives', async () => {
  const { sdk, set, depart, toStage, arrive } = await rollingOut();
  await set('awesome', { state: 'off' });
  await set('old', { state: 'on' });
  const { next, holder, now } = await sdk(live);

  await depart([edit('awesome', { state: 'on' }), edit('old', null)], { by: 'company' });
  const departed = await next();
  expect(departed).toMatchObject({ release: 2, set: {}, remove: {} });
  expect(departed.candidate).toMatchObject({
    release: 3,
    by: 'company',
    audience: { internal: true, cohorts: [], thousandths: 0 },
    set: { switches: { awesome: { state: 'on' } } },
    remove: { switches: ['old'] },
  });
  expect(holder.held?.ruleset.switches).toMatchObject({
    awesome: { state: 'off' },
    old: { state: 'on' },
  });
  expect(Object.keys(holder.held?.candidate?.ruleset.switches ?? {})).toEqual(['awesome']);

  const audiences = [
    { internal: true, cohorts: ['bleeding-edge'], thousandths: 0 },
    { internal: true, cohorts: ['bleeding-edge'], thousandths: 5_000 },
  ];
  for (const [index, audience] of audiences.entries()) {
    await toStage(index + 1);
    const onward = await next();
    expect(onward).toMatchObject({ release: 2, set: {}, remove: {} });
    expect(onward.candidate).toEqual({ ...departed.candidate, stage: index + 1, audience });
  }

  const { candidate, ...before } = await now();
  await arrive();
  const arrived = await next();
  expect(arrived).toMatchObject({ release: 3, checksum: departed.candidate.checksum });
  expect(arrived.candidate).toBeUndefined();
  expect(holder.held?.candidate).toBeUndefined();
  expect(Object.keys(holder.held?.ruleset.switches ?? {})).toEqual(['awesome']);
  expect(candidate).toEqual({ ...departed.candidate, stage: 2, audience: audiences[1] });
  expect(before.ruleset.switches).toMatchObject({ old: { state: 'on' } });
});

test('what is taken back is gone with the next message, and live was never touched', async () => {
  const { sdk, set, depart, abort } = await rollingOut();
  await set('awesome', { state: 'off' });
  const { next, holder } = await sdk(live);
  await depart([edit('awesome', { state: 'on' })]);
  const { checksum } = await next();
  await abort();
  expect(await next()).toEqual(expect.objectContaining({ release: 1, checksum, set: {} }));
  expect(holder.held?.candidate).toBeUndefined();
});

test('a kill goes through to what rolls out, for the same people', async () => {
  const { sdk, set, depart, toStage, kill } = await rollingOut();
  await set('awesome', { state: 'on' });
  const { next, holder } = await sdk(live);
  await depart([edit('awesome', { salt: 'new' }), edit('other', { state: 'on' })]);
  await next();
  await toStage(1);
  const { candidate: first } = await next();
  await kill('awesome');
  const { release, candidate } = await next();
  expect([release, first.release, candidate.release]).toEqual([3, 2, 4]);
  expect(candidate).toMatchObject({ salt: first.salt, audience: first.audience });
  expect(holder.held?.ruleset.switches).toMatchObject({ awesome: { state: 'off' } });
  expect(holder.held?.candidate?.ruleset.switches).toMatchObject({
    awesome: { state: 'off', salt: 'new' },
    other: { state: 'on' },
  });
});

test('browsers are told of what rolls out as of everything, and not of people', async () => {
  const { sdk, set, depart, toStage } = await rollingOut();
  await set('shown', { clientSide: true });
  await set('hidden', {});
  const { next, holder } = await sdk(browser);
  const rules = [
    { id: 'r', conditions: [{ type: 'user-in', users: ['user-4711'] }], serve: 'on' as const },
  ];
  await depart([
    edit('shown', { state: 'conditional', rules }),
    edit('hidden', { state: 'on' }),
    edit('shown-soon', { clientSide: true }),
  ]);
  const { candidate, set: changed } = await next();
  expect(changed).toEqual({});
  expect(candidate.audience).toEqual({ thousandths: 0 });
  expect(Object.keys(candidate.set.switches).sort()).toEqual(['shown', 'shown-soon']);
  expect(candidate.set.switches.shown.rules[0].conditions).toMatchObject([{ type: 'answer' }]);
  expect(JSON.stringify(candidate)).not.toContain('user-4711');
  expect(Object.keys(holder.held?.ruleset.switches ?? {})).toEqual(['shown']);
  await toStage(1);
  await next();
  await toStage(2);
  expect((await next()).candidate.audience).toEqual({ thousandths: 5_000 });
});

test('browsers learn that something rolls out even if it concerns none of them', async () => {
  const { sdk, set, depart } = await rollingOut();
  await set('shown', { clientSide: true });
  const { next } = await sdk(browser);
  await depart([edit('hidden', { state: 'on' })]);
  const { candidate, checksum } = await next();
  expect(candidate).toMatchObject({ checksum, set: {}, remove: {} });
});

test('princess keys see everything that comes as if it were live', async () => {
  const { sdk, set, depart, show, abort } = await rollingOut();
  await set('awesome', { state: 'off' });
  const [princess, others] = [await sdk(atPrincess), await sdk(live)];
  const states = ({ holder }: typeof princess) =>
    Object.entries(holder.held?.ruleset.switches ?? {}).map(([name, { state }]) => [name, state]);
  const both = async () => {
    const message = await princess.next();
    expect(message.candidate).toBeUndefined();
    await others.next();
    return message;
  };

  await depart([edit('awesome', { state: 'on' })]);
  expect(await both()).toMatchObject({ release: 2 });
  expect(states(princess)).toEqual([['awesome', 'on']]);
  await show([edit('next', { state: 'on' })]);
  await both();
  expect(states(princess)).toEqual([
    ['awesome', 'on'],
    ['next', 'on'],
  ]);
  expect(states(others)).toEqual([['awesome', 'off']]);
  expect(others.holder.held?.position).toBe(princess.holder.held?.position);
  await abort();
  expect(await both()).toMatchObject({ release: 1 });
  expect(states(princess)).toEqual([
    ['awesome', 'off'],
    ['next', 'on'],
  ]);
  await show(null);
  await both();
  expect(princess.holder.held?.checksum).toBe(others.holder.held?.checksum);
});

test('open pages hear of every stage', async () => {
  const { address, tokenFor, depart, toStage, abort } = await rollingOut();
  const headers = { authorization: `Bearer ${await tokenFor({ '*': 'viewer' })}` };
  const page = await follow(`${address}/api/live`, headers);
  await page.nth('heartbeat');
  await depart([edit('awesome', { state: 'on' })]);
  const candidate = { number: 1, stage: 0 };
  expect((await page.nth('release')).data).toMatchObject({ number: 0, candidate });
  await toStage(1);
  expect((await page.nth('release', 2)).data.candidate).toEqual({ number: 1, stage: 1 });
  await abort();
  const last = (await page.nth('release', 3)).data;
  expect([last.number, last.candidate, last.entry]).toEqual([0, undefined, undefined]);
});

test('whatever happens and however streams come and go, all end with the same', async () => {
  const { address, sdkKey, client, viewer, base, ...act } = await rollingOut();
  const readers: Reader[] = [live, atPrincess, browser, { kind: 'browser', channel: 'princess' }];
  const keys = await Promise.all(readers.map(({ kind, channel }) => sdkKey(kind, channel)));
  const random = seeded(11);
  const pick = (most: number) => Math.floor(random() * most);
  const positionNow = async () => (await viewer.get(`${base}/ruleset`)).body.position;
  let isDone = false;

  async function happen() {
    let stage: number | undefined;
    for (let index = 0; index < 70; index++) {
      const name = `s${pick(5)}`;
      const edits = [edit(name, { salt: `p${index}`, clientSide: random() < 0.7 })];
      const chance = random();
      if (chance < 0.15) await act.show(random() < 0.3 ? null : edits);
      else if (chance < 0.25) await act.kill(name).catch(onlyMissing);
      else if (chance < 0.3) await act.revive(name).catch(onlyMissing);
      else if (stage === undefined && chance < 0.5) await act.set(name, edits[0]?.set ?? null);
      else if (stage === undefined) {
        await act.depart([...edits, edit('last', { salt: `p${index}` })]);
        stage = 0;
      } else if (chance < 0.4) {
        await act.abort();
        stage = undefined;
      } else if (stage < plan.length - 1) {
        stage++;
        await act.toStage(stage);
      } else {
        await act.arrive();
        stage = undefined;
      }
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    isDone = true;
  }

  async function sdk(index: number) {
    const { headers } = keys[index % keys.length] as (typeof keys)[number];
    const holder = createHolder();
    while (!isDone || holder.position !== (await positionNow())) {
      const { position } = holder;
      const stream = await follow(`${address}/sdk/stream`, {
        ...headers,
        ...(position && { 'last-event-id': position }),
      });
      const most = 1 + pick(6);
      let taken = 0;
      await stream.until(() => {
        for (; taken < stream.events.length; taken++) holder.take(stream.events[taken] as never);
        return taken >= most || (isDone && taken > 0);
      });
      stream.close();
    }
    const fetched = createHolder();
    const { body } = await client(headers).get('/sdk/ruleset');
    fetched.take({ event: 'ruleset', id: body.position, data: body });
    expect(canonicalJson(holder.held)).toBe(canonicalJson(fetched.held));
  }

  await Promise.all([happen(), ...Array.from({ length: 8 }, (_, index) => sdk(index))]);
});

const onlyMissing = (error: { code?: string }) => {
  if (error.code !== 'not-found') throw error;
};
