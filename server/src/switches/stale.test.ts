import { describe, expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import type { Description } from './description.ts';
import type { StoredSwitch } from './items.ts';
import { type Surroundings, staleIn } from './stale.ts';

const DAY = 24 * 60 * 60 * 1000;
const now = new Date('2026-03-01T09:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * DAY);

const plain: StoredSwitch = {
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'internal-users' }], serve: 'on' }],
  variants: [],
  requires: [],
  clientSide: false,
};
const rule = (serve: 'on' | 'off', thousandths: number, more: object = {}) => ({
  id: 'r1',
  conditions: [{ type: 'percentage' as const, thousandths, ...more }],
  serve,
});

/** Why `checkout:new` is stale: unchanged for 40 days, unless said otherwise. */
function why(
  definition: Partial<StoredSwitch>,
  around: Partial<Surroundings> = {},
  kind: Description['kind'] = 'release',
  others: Record<string, Partial<StoredSwitch>> = {},
) {
  const definitions = new Map<string, StoredSwitch>([
    ['checkout:new', { ...plain, ...definition }],
  ]);
  for (const [key, each] of Object.entries(others)) definitions.set(key, { ...plain, ...each });
  const changedAt = new Map([...definitions.keys()].map((key) => [key, ago(40)]));
  const surroundings = {
    now,
    definitions,
    changedAt,
    lastAsked: new Map(),
    watchedSince: undefined,
  };
  return staleIn({ ...surroundings, ...around }, 'checkout:new', kind);
}

describe('the same for everyone for 30 days', () => {
  test.each([
    ['on', { state: 'on' as const }],
    ['off', { state: 'off' as const }],
    ['off', { rules: [] }],
    ['off', { state: 'on' as const, killed: true as const }],
    ['on', { rules: [rule('on', 100_000), rule('off', 1000)] }],
    ['off', { rules: [rule('off', 100_000)] }],
    ['on', { rules: [{ id: 'r1', conditions: [], serve: { variant: 'a' } }] }],
  ])('is stale: %s', (served, definition) => {
    expect(why(definition)).toMatchObject({
      why: `${served}-for-everyone`,
      since: ago(40),
      says: expect.stringMatching(/for everyone for 40 days\..*archive it\.$/),
    });
  });

  test('is not so where it depends on who asks, or on another switch', () => {
    expect(why({})).toBeUndefined();
    expect(why({ rules: [rule('on', 99_999)] })).toBeUndefined();
    expect(why({ rules: [rule('on', 100_000, { not: true })] })).toBeUndefined();
    const on = { state: 'on' as const };
    expect(why({ ...on, requires: [{ switch: 'other' }] })).toBeUndefined();
    expect(why(on, {}, 'release', { checkout: {} })).toBeUndefined();
    expect(why(on, {}, 'release', { checkout: on })).toMatchObject({ why: 'on-for-everyone' });
    expect(why({ state: 'off' }, {}, 'release', { checkout: {} })).toBeDefined();
  });

  test('is no reason for what has changed since, is archived, or is there to stay', () => {
    const on = { state: 'on' as const };
    expect(why(on, { changedAt: new Map([['checkout:new', ago(29)]]) })).toBeUndefined();
    expect(why(on, { changedAt: new Map() })).toBeUndefined();
    expect(why({ ...on, archived: true })).toBeUndefined();
    expect(why(on, {}, 'ops')).toBeUndefined();
    expect(why(on, {}, 'permission')).toBeUndefined();
    expect(why(on, {}, 'experiment')).toBeDefined();
  });
});

describe('not asked for', () => {
  const asked = (days: number) => ({ lastAsked: new Map([['checkout:new', ago(days)]]) });

  test('on 30 days on which applications reported is stale', () => {
    expect(why({}, { watchedSince: ago(31), ...asked(35) })).toEqual({
      why: 'not-asked-for',
      since: ago(35),
      says: 'No application has asked for it for 35 days. If no code needs it any more, archive it.',
    });
    expect(why({}, { watchedSince: ago(31) })?.says).toBe(
      'No application has ever asked for it. If no code needs it any more, archive it.',
    );
  });

  test('is not so if it was asked for, nobody could tell, or it is younger than that', () => {
    expect(why({}, { watchedSince: ago(31), ...asked(3) })).toBeUndefined();
    expect(why({}, { watchedSince: undefined, ...asked(39) })).toBeUndefined();
    expect(why({}, { watchedSince: ago(50), ...asked(60) })).toBeUndefined();
  });
});

test('is told with switches, once applications have reported for long enough without asking', async () => {
  const app = await production();
  const { set, clock, viewer, admin, base } = app;
  const sdk = app.client((await app.sdkKey()).headers);
  for (const key of ['used', 'unused', 'valve'])
    await set(key, { state: 'conditional', rules: plain.rules });
  await set('done', { state: 'on' });
  await admin.patch('/api/switches/valve', { kind: 'ops' });
  const stale = async () => {
    const all = (await viewer.get('/api/switches')).body;
    const pairs = all.map((each: { key: string; stale: Record<string, { why: string }> }) => [
      each.key,
      each.stale.production?.why,
    ]);
    return Object.fromEntries(pairs);
  };
  const none = { used: undefined, unused: undefined, valve: undefined };
  let sequence = 0;
  const days = async (count: number, isReporting: boolean) => {
    for (let day = 0; day < count; day++) {
      clock.advance(DAY);
      if (!isReporting) continue;
      await sdk.post('/sdk/reports', {
        instance: 'i',
        sequence: ++sequence,
        asked: ['used', 'done'],
      });
    }
  };
  await days(31, false);
  expect(await stale()).toEqual({ ...none, done: 'on-for-everyone' });
  await days(29, true);
  expect(await stale()).toEqual({ ...none, done: 'on-for-everyone' });
  await days(1, true);
  expect(await stale()).toEqual({ ...none, unused: 'not-asked-for', done: 'on-for-everyone' });
  const one = (await viewer.get('/api/switches/unused')).body;
  expect(one.stale.production).toMatchObject({ since: expect.any(String) });
  await set('unused', { clientSide: true });
  expect(await stale()).toEqual({ ...none, done: 'on-for-everyone' });
  expect((await viewer.get(`${base}/unknown`)).body).toEqual([]);
});
