import { type Candidate, type MetricsMessage, runsOf } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { createAskedNotes } from './asked.ts';
import { createEvaluation } from './evaluation.ts';
import { fitting } from './fitting.ts';
import { heldOf } from './held.ts';
import { type FakeServer, messageOf, refuse } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';

/** With the chance of `started`. */
const [USUAL_MS, WATCHED_MS] = [21_000, 5_250];

const half = {
  switches: { awesome: {} },
  audience: { thousandths: 50_000 },
  stage: 0,
  measures: { 'request.error': { users: true }, request: { values: {} } },
} satisfies Partial<Candidate> & { switches: object };

const split = {
  state: 'conditional' as const,
  variants: [
    { key: 'a', value: 'a' },
    { key: 'b', value: 'b' },
  ],
  rules: [
    {
      id: 'r1',
      conditions: [],
      serve: {
        split: [
          { variant: 'a', weight: 50_000 },
          { variant: 'b', weight: 50_000 },
        ],
      },
    },
  ],
};

class Request {
  readonly user: string | undefined;
  constructor(user?: string) {
    this.user = user;
  }
}

/** A client of a server on which half of the users get a candidate, or of one with something else. */
async function started(rollout: Parameters<FakeServer['rollOut']>[0] | null = half) {
  const server = await startServer({ awesome: { state: 'off' }, checkout: split });
  if (rollout) server.rollOut(rollout);
  const client = startClient(server, {
    random: () => 0.75,
    identify: (request) => ({ targetingKey: (request as Request).user }),
  });
  const { flags, clock } = client;
  await flags.ready();
  await until(() => expect(server.reports).toHaveLength(1));
  /** The next report, after so long. */
  const next = async (ms = WATCHED_MS) => {
    const sent = server.count('reports');
    await until(() => expect(clock.due()).toContain(ms));
    server.tell('heartbeat', { position: server.message.position });
    await until(() => expect(clock.due()).toContain(60_000));
    clock.advance(ms);
    await until(() => expect(server.count('reports')).toBeGreaterThan(sent));
    await until(() =>
      expect(clock.due().some((due) => [USUAL_MS, WATCHED_MS].includes(due))).toBe(true),
    );
    return metricsOf(server.reports.at(-1));
  };
  const userIn = (arm: 'canary' | 'control') => {
    const users = Array.from({ length: 100 }, (_, at) => `user-${at}@example.com`);
    const found = users.find((user) => flags.explain('awesome', new Request(user)).arm === arm);
    return found ?? '';
  };
  return { server, next, userIn, ...client };
}

const metricsOf = (report: unknown) => (report as { metrics?: MetricsMessage }).metrics;
const total = (sums: readonly number[] = []) => sums.reduce((sum, each) => sum + each, 0);

describe('while a release rolls out', () => {
  test('both arms are told of in one message, every 5 s, as they were served', async () => {
    const { flags, server, next, userIn } = await started();
    const [canary, control] = [userIn('canary'), userIn('control')];
    flags.track('request', new Request(canary), 120);
    flags.track('request.error', { targetingKey: canary });
    flags.forRequest(new Request(control)).track('request', 80);
    flags.track('request', new Request(), 80);
    flags.track('request');

    const { trials, minutes, dropped } = (await next()) ?? {};
    const { exposed, events, ...about } = trials?.[0] ?? {};
    expect([about, dropped]).toEqual([{ salt: 'k3v9x2mq', stage: 0 }, 0]);
    expect([exposed?.canary.length, exposed?.control.length]).toEqual([1, 1]);
    expect(events?.['request.error']?.users).toEqual({ ...exposed, control: [] });
    expect([total(events?.request?.canary.n), total(events?.request?.control.n)]).toEqual([1, 1]);
    expect(minutes?.[0]?.events.request?.totals).toEqual({
      canary: [1, 120],
      control: [1, 80],
      none: [2, 80],
    });
    expect(JSON.stringify(server.reports)).not.toContain('example.com');
    expect(await next()).toMatchObject({ trials: [{ exposed: { canary: [] }, events: {} }] });
  });

  test('one that begins makes the next report due soon, one that ends takes its time again', async () => {
    const { server, clock, flags, next } = await started(null);
    expect(metricsOf(server.reports[0])).toBeUndefined();
    await until(() => expect(clock.due()).toContain(USUAL_MS));
    server.rollOut(half);
    await until(() => expect(clock.due()).toContain(WATCHED_MS));
    expect(clock.due()).not.toContain(USUAL_MS);
    expect((await next())?.trials).toHaveLength(1);
    server.rollOut();
    await until(() => expect(flags.explain('awesome').arm).toBeUndefined());
    expect((await next())?.trials).toHaveLength(1);
    expect(await next(USUAL_MS)).toBeUndefined();
  });

  test('who began under another stage is in no arm, and each stage is told of apart', async () => {
    const { flags, server, next, userIn } = await started();
    const [canary, control] = [userIn('canary'), userIn('control')];
    const before = flags.forRequest(new Request(control));
    before.isActive('awesome');
    flags.track('request.error', new Request(canary));
    server.rollOut({ ...half, stage: 1, audience: { thousandths: 100_000 } });
    await until(() => expect(flags.isActive('awesome', { targetingKey: control })).toBe(true));
    before.track('request.error');
    flags.track('request.error', new Request(control));

    const { trials, minutes } = (await next()) ?? {};
    const users = trials?.map(({ stage, exposed }) => [stage, exposed.canary, exposed.control]);
    expect(users).toEqual([
      [0, [expect.any(String)], []],
      [1, [expect.any(String)], []],
    ]);
    const { totals } = minutes?.[0]?.events['request.error'] ?? {};
    expect(totals).toEqual({ canary: [2, 0], none: [1, 0] });
  });

  test('who has it by choice is counted apart', async () => {
    const { flags, next } = await started({
      ...half,
      audience: { internal: true, thousandths: 0 },
    });
    flags.track('request', { targetingKey: 'eve', internal: true }, 5);
    const { trials, minutes } = (await next()) ?? {};
    expect(trials?.[0]?.exposed).toEqual({ sample: 1, canary: [], control: [] });
    expect(minutes?.[0]?.events.request?.totals).toEqual({ chosen: [1, 5] });
  });

  test('a candidate without measures is not measured', async () => {
    const { switches, audience } = half;
    const { flags, next } = await started({ switches, audience });
    flags.track('request', { targetingKey: 'ann' }, 5);
    expect(await next()).toMatchObject({ trials: [], minutes: [{}] });
  });

  test('what a forced switch led to is not counted', () => {
    const counted: unknown[] = [];
    const { candidate: _, ...live } = messageOf({ awesome: {} });
    const track = (...all: unknown[]) => counted.push(all);
    const flags = createEvaluation<Request>({
      holder: { current: heldOf('network', live) },
      identify: () => ({ targetingKey: 'ann' }),
      defaults: new Map(),
      asked: createAskedNotes(),
      tracking: { track, noteVariant: track },
      inputs: { now: () => 0, isMember: () => false, overrides: new Map([['awesome', 'off']]) },
      isSilent: () => false,
      verifyOverrides: () => undefined,
    });
    flags.track('request', new Request(), 5);
    flags.forRequest(new Request()).track('request', 5);
    expect(counted).toEqual([]);
  });
});

describe('track', () => {
  test('takes anything without throwing, and tells of a name that is none, once', async () => {
    const { flags, next, problems } = await started();
    const track = flags.track as (...given: unknown[]) => void;
    const hostile = new Proxy({}, { get: () => { throw new Error('no'); } }); // biome-ignore format: one line
    for (const name of ['', 'x'.repeat(201), 'half \ud800', 'a\0b', undefined, 7, Symbol('s')]) {
      track(name, { targetingKey: 'ann' });
    }
    track('hostile', hostile);
    for (const value of ['7', Number.NaN, 1e300, Number.POSITIVE_INFINITY, null, {}]) {
      track('odd', { targetingKey: 'ann' }, value);
    }
    const { minutes } = (await next()) ?? {};
    const { odd, ...others } = minutes?.[0]?.events ?? {};
    const [[count, sum]] = Object.values(odd?.totals ?? {}) as [[number, number]];
    expect([count, sum, others]).toEqual([6, 0, {}]);
    expect(problems.map(({ code }) => code)).toEqual(['track']);
  });
});

describe('metrics that do not arrive', () => {
  test('are sent again as they were, while counting goes on', async () => {
    const { flags, server, next } = await started();
    server.misbehave('reports', refuse(503));
    flags.track('request', { targetingKey: 'ann' }, 100);
    await next();
    flags.track('request', { targetingKey: 'ann' }, 50);
    await next();
    server.misbehave('reports', undefined);
    server.reports.length = 0;
    await next();
    await until(() => expect(server.reports).toHaveLength(2));
    const [first, second] = server.reports as [{ sequence: number }, { sequence: number }];
    expect(second.sequence).toBe(first.sequence + 1);
    const sums = [first, second].map((each) =>
      Object.values(metricsOf(each)?.minutes[0]?.events.request?.totals ?? {}),
    );
    expect(sums).toEqual([[[1, 100]], [[1, 50]]]);
  });

  test('are forgotten after a long outage, the oldest first, and it is said how many, of both arms alike', async () => {
    const { flags, server, next, userIn } = await started();
    const [canary, control] = [userIn('canary'), userIn('control')];
    server.misbehave('reports', refuse(503));
    const total = 40;
    for (let minute = 0; minute < total; minute++) {
      for (const targetingKey of [canary, control]) flags.track('request', { targetingKey }, 1);
      for (let time = 0; time < 12; time++) await next();
    }
    server.misbehave('reports', undefined);
    server.reports.length = 0;
    await next();
    await until(() => expect(server.reports).toHaveLength(2));
    const [first, second] = server.reports.map(metricsOf) as [MetricsMessage, MetricsMessage];
    const told = [...first.minutes, ...second.minutes];
    expect(first.minutes).toHaveLength(1);
    expect(second.dropped).toBeGreaterThan(0);
    expect(told.length + second.dropped).toBe(total);
    for (const { events } of told) {
      expect(events.request?.totals).toEqual({ canary: [1, 1], control: [1, 1] });
    }
    const { canary: of, control: others } = second.trials[0]?.events.request ?? {};
    expect([of, others].map((each) => each?.n.reduce((sum, bin) => sum + bin, 0))).toEqual([
      total - 1,
      total - 1,
    ]);
  });

  test('are lost where they are refused, and it is said', async () => {
    const { flags, server, next } = await started();
    server.misbehave('reports', refuse(422));
    flags.track('request', { targetingKey: 'ann' }, 100);
    await next();
    server.misbehave('reports', undefined);
    expect(await next()).toMatchObject({ minutes: [], dropped: 1 });
    expect(await next()).toMatchObject({ dropped: 0 });
  });

  test('are made to fit: graphs give way first, the oldest before the others', () => {
    const events = { ['x'.repeat(200_000)]: { totals: {} } };
    const minutes = Array.from({ length: 10 }, (_, minute) => ({ minute, events }));
    const trials: MetricsMessage['trials'] = [];
    const text = fitting({ sequence: 1, metrics: { minutes, trials, dropped: 1 } });
    const { metrics } = JSON.parse(text) as { metrics: MetricsMessage };
    expect(metrics.minutes.map(({ minute }) => minute)).toEqual([8, 9]);
    expect(metrics.dropped).toBe(9);
    expect(text.length).toBeLessThan(2 ** 20);
  });
});

test('switches with a split tell who was given which variant, once the server says by what', async () => {
  const { flags, server, next } = await started(null);
  flags.variant('checkout', { targetingKey: 'too-early' });
  server.misbehave('reports', (_request, response) => {
    response.end(JSON.stringify({ experiments: { salt: 'x', events: ['request.error'] } }));
  });
  await next(USUAL_MS);
  server.misbehave('reports', undefined);
  const given = flags.variant('checkout', { targetingKey: 'ann@example.com' });
  flags.variant('checkout', {});
  const bob = { targetingKey: 'bob@example.com' };
  expect(flags.isActive('checkout', bob)).toBe(true);
  flags.variant('awesome', { targetingKey: 'ann@example.com' });
  flags.track('request.error', { targetingKey: 'ann@example.com' });

  const { experiments } = (await next(USUAL_MS)) ?? {};
  const user = expect.stringMatching(/^[0-9a-f]{16}$/);
  const run = runsOf('checkout', split).get('r1') as string;
  const other = flags.variant('checkout', bob);
  const users = given === other ? { [given]: [user, user] } : { [given]: [user], [other]: [user] };
  expect(experiments).toEqual({
    salt: 'x',
    variants: { [run]: { sample: 1, users } },
    events: { 'request.error': { sample: 1, users: [user] } },
  });
});
