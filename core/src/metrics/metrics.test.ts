import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../murmur3.ts';
import { BINS, type MetricsMessage, type SumsReport, type Trial } from './message.ts';
import { createMetrics, type Metrics } from './metrics.ts';

const trial: Trial = {
  salt: 'k3v9',
  stage: 1,
  measures: {
    request: { values: { slow: 300, cap: 500 } },
    'request.error': { users: true },
    checkout: {},
  },
};
const MINUTE = 60_000;

function following(next: Trial | undefined = trial, limits = {}) {
  const metrics = createMetrics(limits);
  metrics.follow(next);
  return metrics;
}

const total = (sums: readonly number[] = []) => sums.reduce((sum, each) => sum + each, 0);
const at = (sums: SumsReport | undefined, view: 'n' | 'typical' | 'slow' | 'mean', unit: string) =>
  sums?.[view]?.[(murmur3(unit, murmur3('k3v9/bin', 0)) % 2 ** 32) >>> 25];

describe('while a release rolls out', () => {
  test('one message says of both arms what happened, in the bins of those to whom it did', () => {
    const metrics = following();
    metrics.track('request', 'ann', 'canary', 200);
    metrics.track('request', 'ann', 'canary', 800);
    metrics.track('request', 'bob', 'control', 100);
    metrics.track('request.error', 'ann', 'canary');
    metrics.track('request.error', 'ann', 'canary');
    const message = metrics.take(0);

    expect(message?.trials).toHaveLength(1);
    const { exposed, events, ...rest } = message?.trials[0] ?? {};
    expect(rest).toEqual({ salt: 'k3v9', stage: 1 });
    expect([exposed?.canary.length, exposed?.control.length]).toEqual([1, 1]);
    const { canary, control } = events?.request ?? {};
    expect(at(canary, 'n', 'ann')).toBe(2);
    expect(at(canary, 'typical', 'ann')).toBeCloseTo(Math.log(200) + Math.log(800), 3);
    expect(at(canary, 'slow', 'ann')).toBe(1);
    expect(at(canary, 'mean', 'ann')).toBe(700);
    expect(at(control, 'n', 'bob')).toBe(1);
    expect([canary?.n.length, total(canary?.n), total(control?.n)]).toEqual([BINS, 2, 1]);
    expect(events?.['request.error']?.users).toEqual({ ...exposed, control: [] });
    expect(Object.keys(events ?? {})).toEqual(['request', 'request.error']);
    expect(JSON.parse(JSON.stringify(message))).toEqual(message);
  });

  test('what was told is not told again, and an empty message says that somebody is there', () => {
    const metrics = following();
    metrics.track('request.error', 'ann', 'canary');
    metrics.take(0);
    expect(metrics.take(0)).toEqual({
      minutes: [],
      trials: [
        { salt: 'k3v9', stage: 1, exposed: { sample: 1, canary: [], control: [] }, events: {} },
      ],
      dropped: 0,
    });
    metrics.track('request.error', 'ann', 'canary');
    const again = metrics.take(0)?.trials[0];
    expect(again?.exposed.canary).toEqual([]);
    expect(again?.events['request.error']?.users?.canary).toEqual([]);
    expect(total(again?.events['request.error']?.canary.n)).toBe(1);
  });

  test('nothing that tells who somebody is leaves it', () => {
    const metrics = following();
    metrics.track('request.error', 'ann@example.com', 'canary');
    metrics.experiment({ salt: 'x', events: ['request.error'] });
    metrics.noteVariant('one-page', 'b', 'ann@example.com');
    expect(JSON.stringify(metrics.take(0))).not.toContain('ann');
  });

  test('those who have it by choice, or no unit, are in no arm', () => {
    const metrics = following();
    metrics.track('request', 'eve', 'chosen', 5);
    metrics.track('request', undefined, 'none', 5);
    metrics.note('eve', 'chosen');
    metrics.note('ann', 'control');
    const message = metrics.take(0);
    expect(message?.trials[0]).toMatchObject({ exposed: { canary: [] }, events: {} });
    expect(message?.trials[0]?.exposed.control).toHaveLength(1);
    expect(message?.minutes[0]?.events.request?.totals).toEqual({ chosen: [1, 5], none: [1, 5] });
  });

  test('whoever did something was served', () => {
    const metrics = following();
    metrics.track('not measured', 'ann', 'canary');
    expect(metrics.take(0)?.trials[0]?.exposed.canary).toHaveLength(1);
  });

  test('values that are none, or have no logarithm, spoil nothing', () => {
    const metrics = following();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, undefined]) {
      metrics.track('request', 'ann', 'canary', value);
    }
    for (const value of [0, -5, 1]) metrics.track('request', 'ann', 'canary', value);
    const message = metrics.take(0);
    const canary = message?.trials[0]?.events.request?.canary;
    expect(total(canary?.n)).toBe(3);
    expect(total(canary?.typical)).toBeCloseTo(2 * Math.log(1e-3), 2);
    expect(message?.minutes[0]?.events.request?.totals.canary).toEqual([6, -4]);
    expect(JSON.stringify(message)).not.toContain('null');
  });

  test('a stage that ended before it was told comes with the next message, and each begins anew', () => {
    const metrics = following();
    metrics.track('request.error', 'ann', 'control');
    metrics.follow({ ...trial, stage: 2 });
    metrics.follow({ ...trial, stage: 2 });
    metrics.track('request.error', 'ann', 'canary');
    metrics.follow(undefined);
    const message = metrics.take(0);
    const errors = message?.trials.map((each) => [each.stage, each.events['request.error']?.users]);
    expect(errors).toMatchObject([
      [1, { canary: [], control: [expect.any(String)] }],
      [2, { canary: [expect.any(String)], control: [] }],
    ]);
    expect(metrics.take(0)).toBeUndefined();
  });
});

describe('everything that happens', () => {
  test('is summed up by the minute it happened in', () => {
    const metrics = createMetrics();
    metrics.roll(0);
    metrics.track('request', 'ann', 'none', 10.5);
    metrics.track('request', 'ann', 'none', 21);
    metrics.roll(MINUTE - 1);
    metrics.track('checkout', undefined, 'none');
    metrics.roll(MINUTE);
    metrics.track('checkout', undefined, 'none');
    expect(metrics.take(MINUTE + 1)).toMatchObject({
      minutes: [
        {
          minute: 0,
          events: {
            request: { totals: { none: [2, 31.5] }, histogram: { 190: 1, 204: 1 } },
            checkout: { totals: { none: [1, 0] } },
          },
        },
        { minute: 1, events: { checkout: { totals: { none: [1, 0] } } } },
      ],
      trials: [],
      dropped: 0,
    });
    expect(metrics.take(MINUTE + 2)).toBeUndefined();
  });
});

describe('its memory is bounded', () => {
  test('by dropping the oldest minutes and stages, and saying how many', () => {
    const metrics = createMetrics({ minutes: 3, stages: 2 });
    for (let minute = 0; minute < 10; minute++) {
      metrics.roll(minute * MINUTE);
      metrics.follow({ ...trial, stage: minute });
      metrics.track('checkout', 'ann', 'canary');
    }
    const message = metrics.take(10 * MINUTE);
    expect(message?.minutes.map(({ minute }) => minute)).toEqual([7, 8, 9]);
    expect(message?.trials.map(({ stage }) => stage)).toEqual([7, 8, 9]);
    expect(message?.dropped).toBe(7 + 7);
    expect(metrics.take(10 * MINUTE)?.dropped).toBe(0);
  });

  test('by counting no more events than that, except those that are compared', () => {
    const metrics = createMetrics({ events: 5 });
    for (let event = 0; event < 9; event++) metrics.track(`event-${event}`, 'ann', 'none');
    metrics.follow(trial);
    metrics.track('request.error', 'ann', 'canary');
    const message = metrics.take(0);
    expect(Object.keys(message?.minutes[0]?.events ?? {})).toHaveLength(6);
    expect(message?.dropped).toBe(4);
  });

  test('by sampling users, in both arms alike, however many there are', () => {
    const metrics = following(trial, { users: 200 });
    let length = 0;
    for (let user = 0; user < 50_000; user++) {
      metrics.track('request.error', `user-${user}`, user % 10 === 0 ? 'canary' : 'control');
      if (user % 1000 === 999) length = Math.max(length, JSON.stringify(metrics.take(0)).length);
    }
    expect(length).toBeLessThan(15_000);
    metrics.follow({ ...trial, stage: 2 });
    expect(metrics.take(0)?.trials[0]?.exposed.sample).toBe(2 ** -8);
  });
});

test('four SDKs together tell what one would have told', () => {
  const happening = fc.record({
    sdk: fc.nat(3),
    event: fc.constantFrom('request', 'request.error', 'checkout'),
    user: fc.nat(400),
    value: fc.integer({ min: 1, max: 900 }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 500 }), (all) => {
      const [one, ...four] = Array.from({ length: 5 }, () => following(trial, { users: 60 }));
      for (const { sdk, event, user, value } of all) {
        const group = user % 5 === 0 ? 'canary' : 'control';
        for (const each of [one, four[sdk]]) each?.track(event, `user-${user}`, group, value);
      }
      const merged = four.map((each) => each.take(0) as MetricsMessage);
      const whole = (one as Metrics).take(0) as MetricsMessage;
      for (const [event, { canary, control, users }] of Object.entries(
        whole.trials[0]?.events ?? {},
      )) {
        const parts = merged.flatMap(({ trials }) => trials[0]?.events[event] ?? []);
        for (const bin of [0, 1, 64, 127]) {
          expect(total(parts.map((part) => part.canary.n[bin] ?? 0))).toBe(canary.n[bin]);
          const typical = parts.map((part) => part.control.typical?.[bin] ?? 0);
          expect(total(typical)).toBeCloseTo(control.typical?.[bin] ?? 0, 2);
        }
        const told = new Set(parts.flatMap((part) => part.users?.control ?? []));
        for (const hash of users?.control ?? []) expect(told).toContain(hash);
      }
    }),
    { seed: 3, numRuns: 100 },
  );
});

test('switches with a split tell who was given which variant first, and who had an event', () => {
  const metrics = createMetrics({ runs: 2 });
  metrics.noteVariant('one-page', 'a', 'ann');
  metrics.experiment({ salt: 'x', events: ['checkout'] });
  metrics.noteVariant('one-page', 'a', 'ann');
  metrics.noteVariant('one-page', 'b', 'ann');
  metrics.noteVariant('one-page', 'b', 'bob');
  metrics.noteVariant('colour', 'red', 'bob');
  metrics.noteVariant('one-too-many', 'red', 'bob');
  metrics.track('checkout', 'bob', 'none');
  metrics.track('request', 'bob', 'none');

  const { experiments } = metrics.take(0) ?? {};
  const bob = experiments?.events.checkout?.users[0] ?? '';
  expect(experiments).toEqual({
    salt: 'x',
    variants: {
      'one-page': { sample: 1, users: { a: [expect.not.stringContaining(bob)], b: [bob] } },
      colour: { sample: 1, users: { red: [bob] } },
    },
    events: { checkout: { sample: 1, users: [bob] } },
  });
  metrics.noteVariant('colour', 'red', 'bob');
  expect(metrics.take(0)).toBeUndefined();
});

test('events that variants are compared by come and go, and nobody is forgotten meanwhile', () => {
  const metrics = createMetrics();
  metrics.experiment({ salt: 'x', events: ['checkout', 'gone'] });
  metrics.noteVariant('one-page', 'a', 'ann');
  metrics.take(0);
  metrics.experiment({ salt: 'x', events: ['checkout', 'new'] });
  metrics.noteVariant('one-page', 'a', 'ann');
  for (const event of ['checkout', 'gone', 'new']) metrics.track(event, 'ann', 'none');
  const { experiments } = metrics.take(0) ?? {};
  expect(Object.keys(experiments?.events ?? {})).toEqual(['checkout', 'new']);
  expect(experiments?.variants).toEqual({});
});

test('each hour all users are told of anew, so that the sample is one of an hour', () => {
  const metrics = createMetrics({ users: 10 });
  metrics.experiment({ salt: 'x', events: ['checkout'] });
  const visit = (from: number, to: number) => {
    for (let user = from; user < to; user++) {
      metrics.noteVariant('one-page', 'a', `user-${user}`);
      metrics.track('checkout', `user-${user}`, 'none');
    }
  };
  const take = (minute: number) => metrics.take(minute * 60_000)?.experiments;
  visit(0, 40);
  expect(take(0)?.variants['one-page']?.sample).toBeLessThan(1);
  visit(0, 5);
  expect(take(59)).toBeUndefined();
  expect(take(60)).toBeUndefined();
  visit(0, 5);
  const again = take(61);
  expect(again?.variants['one-page']).toMatchObject({ sample: 1, users: { a: { length: 5 } } });
  expect(again?.events.checkout).toMatchObject({ sample: 1, users: { length: 5 } });
});
