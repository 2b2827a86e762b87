import { createHmac } from 'node:crypto';
import type { EvaluationContext, MetricsMessage, Switch } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { passing, startClient, startServer, until } from './testing/started.ts';
import { userToken } from './user-token.ts';

const HOUR_MS = 3_600_000;
const secret = { id: 's1', secret: 'very-secret' };
const never: Partial<Switch> = {
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'user-in', users: ['nobody'] }], serve: 'on' }],
};
const switches = {
  awesome: never,
  checkout: {
    ...never,
    clientSide: true,
    variants: [
      { key: 'a', value: 'Buy' },
      { key: 'b', value: 'Pay' },
    ],
  },
  dead: { ...never, state: 'off' as const },
};

class Request {
  readonly who: EvaluationContext;
  constructor(who: EvaluationContext) {
    this.who = who;
  }
}

async function started() {
  const server = await startServer(switches);
  const client = startClient(server, { identify: (request) => (request as Request).who });
  const { flags } = client;
  await flags.ready();
  await until(() => expect(server.streams).toHaveLength(1));
  server.tell('secrets', { secrets: [secret] });
  await until(() => expect(() => flags.overrideCookie({ awesome: 'on' })).not.toThrow());

  const visit = (who: EvaluationContext, url = '/', cookies?: string) => {
    const request = new Request(who);
    const forced = flags.forRequest(request, { url, cookies });
    const now = () => ['awesome', 'checkout', 'dead'].map((key) => forced.variant(key));
    return { request, forced, now };
  };
  /** The value of the cookie. */
  const token = (...given: Parameters<typeof flags.overrideCookie>) =>
    /^sy_switches=([^;]*)/.exec(flags.overrideCookie(...given))?.[1] ?? '';
  return { ...client, server, visit, token };
}

const staff = { targetingKey: 'ada', internal: true };
const visitor = { targetingKey: 'bob' };
const query = '/page?x=1&switches=awesome=on,checkout=b,dead=on';
const none = ['off', 'off', 'off'];

describe('what an address forces', () => {
  test('counts for internal users, as identify tells, and for nobody else', async () => {
    const { visit } = await started();
    expect(visit(staff, query).now()).toEqual(['on', 'b', 'off']);
    for (const who of [visitor, {}, { targetingKey: 'ada' }]) {
      expect(visit(who, query).now()).toEqual(none);
      expect(visit(who, `${query}&internal=true&switches=internal=true`).now()).toEqual(none);
    }
    expect(visit(staff, '/switches=awesome=on').now()).toEqual(none);
  });

  test('is left out where it makes no sense', async () => {
    const { visit } = await started();
    const of = (asked: string) => [...visit(staff, `/?switches=${asked}`).forced.overrides()];
    expect(of('awesome=on,,=on,checkout,%20a=b%20,x=<,checkout:one=a')).toEqual([
      ['awesome', 'on'],
      ['a', 'b'],
      ['checkout:one', 'a'],
    ]);
    expect(of('checkout=zebra')).toEqual([['checkout', 'zebra']]);
    expect(visit(staff, '/?switches=checkout=zebra').now()).toEqual(none);
    expect(of('x'.repeat(5_000))).toEqual([]);
    expect(of(Array.from({ length: 60 }, (_, at) => `s${at}=on`).join(','))).toHaveLength(50);
    expect(of('%E0%A4%A')).toEqual([]);
  });

  test('counts for the whole request, whichever way it is asked', async () => {
    const { visit, flags } = await started();
    const { request, forced } = visit(staff, query);
    expect(flags.isActive('awesome', request)).toBe(true);
    expect(flags.explain('checkout', request)).toMatchObject({
      value: 'Pay',
      reason: 'TARGETING_MATCH',
    });
    expect(forced.trace('awesome').resolution.active).toBe(true);
    expect(flags.isActive('awesome', staff)).toBe(false);
    expect(JSON.parse(flags.bootstrap(request))).toMatchObject({
      switches: { checkout: { variant: 'b' } },
      overrides: { checkout: 'b' },
    });
    expect(flags.bootstrap(request)).not.toContain('awesome');
  });
});

describe('what is signed', () => {
  test('counts for whoever has it, in a cookie or in an address', async () => {
    const { visit, token } = await started();
    const signed = token({ awesome: 'on', checkout: 'a', dead: 'on' });
    expect(visit(visitor, '/', `theme=dark; sy_switches=${signed}`).now()).toEqual([
      'on',
      'a',
      'off',
    ]);
    expect(visit({}, `/?switches=${signed}`).now()).toEqual(['on', 'a', 'off']);
    expect(visit(staff, '/?switches=awesome=off', `sy_switches=${signed}`).now()).toEqual([
      'off',
      'a',
      'off',
    ]);
  });

  test.each<[string, (token: string) => string]>([
    ['altered', (token) => token.replace(/\.[^.]+(?=\.[^.]+$)/, `.${payload({ dead: 'on' })}`)],
    ['with another signature', (token) => `${token.slice(0, -3)}AAA`],
    ['without a signature', (token) => token.slice(0, token.lastIndexOf('.') + 1)],
    ['by an unknown secret', (token) => token.replace('.s1.', '.s2.')],
    ['plain', () => 'awesome=on'],
    [
      'of another kind',
      () => userToken(secret, { targetingKey: 'ada' }, 0).replace('syu1', 'syo1'),
    ],
    ['by a user token', () => userToken(secret, { targetingKey: 'ada' }, 0)],
    ['by a guess', () => `syo1.s1.${payload({ awesome: 'on' })}.${sign('guess')}`],
    ['without its purpose', () => `syo1.s1.${payload({ awesome: 'on' })}.${sign(secret.secret)}`],
    ['cut off', (token) => token.slice(0, 20)],
    ['endless', (token) => token + 'A'.repeat(4_000)],
  ])('forces nothing when it is %s', async (_, forge) => {
    const { visit, token } = await started();
    const forged = forge(token({ awesome: 'on' }));
    expect(visit(visitor, '/', `sy_switches=${forged}`).now()).toEqual(none);
    expect(visit(visitor, `/?switches=${encodeURIComponent(forged)}`).now()).toEqual(none);
  });

  test('ends after its time', async () => {
    const { visit, token, clock } = await started();
    const cookies = `sy_switches=${token({ awesome: 'on' }, { expiresIn: 3_600 })}`;
    const later = `sy_switches=${token({ awesome: 'on' })}`;
    clock.advance(HOUR_MS - 1);
    expect(visit(visitor, '/', cookies).forced.isActive('awesome')).toBe(true);
    clock.advance(1);
    expect(visit(visitor, '/', cookies).forced.isActive('awesome')).toBe(false);
    expect(visit(visitor, '/', later).forced.isActive('awesome')).toBe(true);
  });

  test('ends with its secret', async () => {
    const { visit, token, server } = await started();
    const cookies = `sy_switches=${token({ awesome: 'on' })}`;
    const isForced = () => visit(visitor, '/', cookies).forced.isActive('awesome');
    expect(isForced()).toBe(true);
    server.tell('secrets', { secrets: [{ id: 's2', secret: 'newer' }] });
    await until(() => expect(isForced()).toBe(false));
  });

  test('comes as a cookie that pages cannot read, and can be taken back', async () => {
    const { flags } = await started();
    expect(flags.overrideCookie({ awesome: 'on' })).toMatch(
      /^sy_switches=syo1\.s1\.[\w-]+\.[\w-]+; Max-Age=28800; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(flags.overrideCookie({}, { secure: false })).toBe(
      'sy_switches=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
    );
    expect(() => flags.overrideCookie({ 'no key': 'on' })).toThrow('at most 50');
    for (const expiresIn of [0, 604_801, Number.NaN]) {
      expect(() => flags.overrideCookie({ awesome: 'on' }, { expiresIn })).toThrow(
        'at most 604800',
      );
    }
  });

  test('cannot be made before there is a secret', async () => {
    const server = await startServer(switches);
    server.misbehave('stream', () => undefined);
    const { flags } = startClient(server);
    expect(() => flags.overrideCookie({ awesome: 'on' })).toThrow('wait for it with ready()');
  });
});

test('nothing that is forced is counted', async () => {
  const { visit, clock, server } = await started();
  const { forced } = visit(staff, query);
  forced.isActive('awesome');
  forced.track('bought', 5);
  visit(visitor, query).forced.track('bought', 7);
  await passing(clock, 20_000);
  await until(() => expect(server.reports.length).toBeGreaterThan(1));
  const counted = server.reports.flatMap(
    ({ metrics }) => (metrics as MetricsMessage | undefined)?.minutes ?? [],
  );
  expect(counted.map(({ events }) => events.bought?.totals)).toEqual([{ none: [1, 7] }]);
});

const payload = (switches: object) =>
  Buffer.from(JSON.stringify({ switches, exp: 9e9 })).toString('base64url');
const sign = (key: string) =>
  createHmac('sha256', key)
    .update(`syo1.s1.${payload({ awesome: 'on' })}`)
    .digest('base64url');
