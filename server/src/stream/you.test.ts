import { expect, test } from 'vitest';
import * as releases from '../releases/service.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { createHolder } from '../testing/sdk.ts';
import { seeded } from '../testing/seeded.ts';
import { follow } from '../testing/sse.ts';
import { type Secret, sign } from '../you/token.ts';

const HOUR = 3_600;
const asks = (...conditions: object[]) => ({
  state: 'conditional',
  clientSide: true,
  rules: [{ id: 'r', conditions, serve: 'on' }],
});

async function pages(stream: NonNullable<Parameters<typeof production>[0]>['stream'] = {}) {
  const app = await production({ stream });
  const { base, publish, sdkKey, developer, secrets, clock } = app;
  await publish([
    { kind: 'cohort', key: 'c', set: { title: 'C', open: true } },
    { kind: 'switch', key: 'shown', set: asks({ type: 'internal-users' }) },
  ]);
  const address = await listening(app);
  const { headers } = await sdkKey('browser');
  const [secret] = (await secrets.listForSdk('production')) as Secret[] as [Secret];
  const tokenFor = (user: string, context?: Record<string, unknown>) => {
    const iat = clock.now().getTime() / 1000;
    return sign(secret, { user, iat, exp: iat + HOUR, ...(context && { context }) });
  };
  return {
    ...app,
    secret,
    tokenFor,
    join: (user: string) => developer.request('PUT', `${base}/cohorts/c/members/${user}`),
    internal: (users: string[]) =>
      publish([{ kind: 'internal-users', key: 'internal-users', set: { users } }]),
    /** An open page, whose user is proven. */
    page: async (token: string) => {
      const stream = await follow(`${address}/sdk/stream`, {
        ...headers,
        'Switchyard-User': token,
      });
      return { ...stream, you: async (count: number) => (await stream.nth('you', count)).data };
    },
  };
}

test('after the ruleset, pages are told what is decided for their user', async () => {
  const { page, tokenFor } = await pages();
  const { you, events } = await page(tokenFor('u-1'));
  expect(await you(1)).toMatchObject({ user: 'u-1', release: 1, cohorts: [], answers: {} });
  expect(events.map(({ event, id }) => [event, id !== undefined])).toEqual([
    ['ruleset', true],
    ['you', false],
  ]);
});

test('they are told again when something became different for them, and nobody else is', async () => {
  const { page, tokenFor, join, internal, developer, base, publish } = await pages();
  const one = await page(tokenFor('u-1'));
  const other = await page(tokenFor('u-2'));
  await one.you(1);
  await other.you(1);

  await join('u-1');
  expect((await one.you(2)).cohorts).toEqual(['c']);
  await internal(['u-1']);
  const { answers } = await one.you(3);
  expect(Object.values(answers)).toEqual([true]);
  await developer.delete(`${base}/users/u-1/opt-ins`);
  expect(await one.you(4)).toMatchObject({ cohorts: [], answers });

  // A release that asks for nothing else says nothing new.
  await publish([{ kind: 'switch', key: 'other', set: { state: 'on' } }]);
  await internal(['u-2']);
  expect((await one.you(5)).answers).toEqual({});
  expect((await other.you(2)).answers).toEqual(answers);
});

test('several pages of one user are all told, also of a segment that changed', async () => {
  const { page, tokenFor, publish } = await pages();
  const set = { conditions: [{ type: 'user-in', users: ['u-1'] }] };
  await publish([
    { kind: 'segment', key: 's', set },
    { kind: 'switch', key: 'shown', set: asks({ type: 'in-segment', segment: 's' }) },
  ]);
  const many = await Promise.all(Array.from({ length: 8 }, () => page(tokenFor('u-1'))));
  for (const { you } of many) expect(Object.keys((await you(1)).answers)).toHaveLength(1);
  await publish([
    { kind: 'segment', key: 's', set: { conditions: [{ type: 'is-set', attribute: 'email' }] } },
  ]);
  await publish([
    { kind: 'segment', key: 's', set: { conditions: [{ type: 'user-in', users: ['u-2'] }] } },
  ]);
  for (const { you } of many) expect((await you(2)).answers).toEqual({});
});

test('a bad token is said to be one, and the page goes on as somebody unknown', async () => {
  const { page, tokenFor, publish, clock } = await pages();
  const token = tokenFor('u-1');
  const forged = await page(`${token.slice(0, -4)}AAAA`);
  expect(await forged.you(1)).toEqual({ problem: 'altered' });
  clock.advance(HOUR * 1000);
  const { you, nth } = await page(token);
  expect(await you(1)).toEqual({ problem: 'expired' });
  await publish([{ kind: 'switch', key: 'shown', set: { state: 'on' } }]);
  expect((await nth('delta', 1)).data.release).toBe(2);
});

test('a token that ends meanwhile, or whose secret is retired, is said to', async () => {
  const { page, tokenFor, clock, admin, base, secret } = await pages({ recheckMs: 20 });
  const one = await page(tokenFor('u-1'));
  await one.you(1);
  clock.advance(HOUR * 1000);
  expect(await one.you(2)).toEqual({ problem: 'expired' });

  const other = await page(tokenFor('u-1'));
  await other.you(1);
  await admin.post(`${base}/secrets`);
  await admin.delete(`${base}/secrets/${secret.id}`);
  expect(await other.you(2)).toEqual({ problem: 'unknown-key' });
});

test('what depends on the time is said when it is time', async () => {
  const { page, tokenFor, clock, publish } = await pages({ recheckMs: 20 });
  const after = new Date(clock.now().getTime() + 60_000).toISOString();
  await publish([
    {
      kind: 'switch',
      key: 'hidden',
      set: { ...asks({ type: 'date', operator: 'from', date: after }), clientSide: false },
    },
    {
      kind: 'switch',
      key: 'shown',
      set: { ...asks(), rules: [], state: 'on', requires: [{ switch: 'hidden' }] },
    },
  ]);
  const { you } = await page(tokenFor('u-1'));
  expect((await you(1)).answers).toEqual({});
  clock.advance(60_000);
  expect(Object.values((await you(2)).answers)).toEqual([true]);
});

test('an off switch and a kill beat every answer, for pages at once', async () => {
  const { page, tokenFor, join, publish, work } = await pages();
  await join('u-1');
  const shown = asks({ type: 'in-cohort', cohort: 'c' });
  await publish([
    { kind: 'switch', key: 'hidden', set: { state: 'on' } },
    { kind: 'switch', key: 'hidden:child', set: shown },
    { kind: 'switch', key: 'shown', set: shown },
  ]);
  const { nth } = await page(tokenFor('u-1'));
  const holder = createHolder();
  holder.take(await nth('ruleset'));
  const states = () =>
    ['shown', 'hidden:child'].map((key) => holder.held?.ruleset.switches[key]?.state);
  expect(states()).toEqual(['conditional', 'conditional']);

  const grants = { '*': 'admin' } as const;
  await work((each) => releases.kill(each, 'production', 'shown', { grants }));
  holder.take(await nth('delta', 1));
  expect(states()).toEqual(['off', 'conditional']);
  // Of a family that pages are not told of.
  await publish([{ kind: 'switch', key: 'hidden', set: { state: 'off' } }]);
  holder.take(await nth('delta', 2));
  expect(states()).toEqual(['off', 'off']);
});

test('nothing that a page is sent gives away people or other switches', async () => {
  const { page, tokenFor, publish, work } = await pages();
  const random = seeded(5);
  const one = <T>(...of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const person = () => `person-${Math.floor(random() * 1e6)}`;
  const condition = (): object =>
    one<object>(
      { type: 'internal-users' },
      { type: 'user-in', users: [person(), `${person()}@example.com`] },
      { type: 'ip-in', ranges: ['192.0.2.0/24'] },
      { type: 'text', attribute: 'email', operator: 'ends', values: ['@example.com'] },
      { type: 'text', attribute: 'login', operator: 'equals', values: [`${person()}@example`] },
      { type: 'attribute-in', attribute: 'targetingKey', values: [person()] },
      { type: 'in-segment', segment: one('secret-segment', 'secret-2') },
      { type: 'percentage', thousandths: 5_000 },
    );
  const definition = () => ({
    ...asks(),
    rules: [1, 2, 3].map((id) => ({
      id: `r${id}`,
      name: `for ${person()}@example.com`,
      conditions: [condition(), condition()],
      serve: 'on',
    })),
  });
  const edits = () => [
    ...Array.from({ length: 20 }, (_, at) => ({
      kind: 'switch' as const,
      key: `shown-${at}`,
      set: {
        ...definition(),
        requires: random() < 0.5 ? [{ switch: `secret-${at}` }] : [],
      },
    })),
    ...Array.from({ length: 20 }, (_, at) => ({
      kind: 'switch' as const,
      key: `secret-${at}`,
      set: { ...definition(), clientSide: false },
    })),
    ...['secret-segment', 'secret-2'].map((key) => ({
      kind: 'segment' as const,
      key,
      set: {
        name: `${person()}@example.com`,
        conditions: [{ type: 'user-in', users: [person()] }],
      },
    })),
    {
      kind: 'internal-users' as const,
      key: 'internal-users',
      set: {
        users: [person(), 'u-1'],
        emails: [`${person()}@example.com`],
        domains: ['example.com'],
      },
    },
  ];
  expect((await publish(edits())).status).toBe(201);
  const { nth, you, events, until } = await page(tokenFor('u-1', { email: 'u-1@example.com' }));
  await nth('ruleset');
  expect(Object.keys((await you(1)).answers).length).toBeGreaterThan(0);
  expect((await publish(edits())).status).toBe(201);
  await nth('delta', 1);
  await work((each) =>
    releases.depart(each, 'production', {
      edits: edits() as Parameters<typeof releases.depart>[2]['edits'],
      plan: [
        { audience: { kind: 'internal' }, minimumMs: 0 },
        { audience: { kind: 'cohort', cohort: 'c' }, minimumMs: 0 },
      ],
      by: null,
      ride: { group: 1, riders: [], overridden: [] },
    }),
  );
  expect((await nth('delta', 2)).data.candidate.release).toBe(4);
  await until(() => events.some(({ event, data }) => event === 'you' && data.chosen === true));
  const text = JSON.stringify(events);
  expect(text).toContain('"candidate"');
  for (const secret of ['@', 'example', 'person-', 'secret', '192.0.2']) {
    expect(text).not.toContain(secret);
  }
});
