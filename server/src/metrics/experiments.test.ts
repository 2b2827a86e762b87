import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { Metrics } from './schemas.ts';
import { compareBy, variantsOf } from './service.ts';
import { environment, measuring } from './testing/measuring.ts';

async function comparing(events = ['bought']) {
  const all = await measuring();
  const experiments = await all.work((each) => compareBy(each, environment, events));
  const sdk = (limits = {}) => {
    const metrics = createMetrics(limits);
    metrics.experiment(experiments);
    return metrics;
  };
  const variants = (event = 'bought') =>
    all.read((each) => variantsOf(each, environment, 'one-page', event));
  return { ...all, experiments, sdk, variants };
}

test('variants are compared by who had an event afterwards, whoever reports it', async () => {
  const { sdk, report, variants, work, experiments, advance } = await comparing();
  const [one, two] = [sdk(), sdk()];
  two.track('bought', 'early', 'none');
  await report('i2', two);
  advance(5);
  for (const user of ['ann', 'bob', 'cid', 'early']) one.noteVariant('one-page', 'a', user);
  for (const user of ['dot', 'eve']) one.noteVariant('one-page', 'b', user);
  one.track('bought', 'ann', 'none');
  await report('i1', one);
  two.noteVariant('one-page', 'b', 'bob');
  for (const user of ['bob', 'eve', 'stranger']) two.track('bought', user, 'none');
  await report('i2', two);
  const expected = {
    sample: 1,
    variants: [
      { variant: 'a', users: 3, affected: 2 },
      { variant: 'b', users: 2, affected: 1 },
    ],
  };
  expect(await variants()).toEqual(expected);
  expect(await work((each) => compareBy(each, environment, ['bought']))).toEqual(experiments);
  expect(await variants('nothing')).toMatchObject({ variants: [{ affected: 0 }, { affected: 0 }] });
});

test('of many users a sample is compared, the smallest that any SDK has', async () => {
  const { sdk, report, variants } = await comparing();
  const [all, some] = [sdk(), sdk({ users: 50 })];
  for (let user = 0; user < 400; user++) {
    all.noteVariant('one-page', user % 2 ? 'a' : 'b', `user-${user}`);
    if (user % 5 === 0) all.track('bought', `user-${user}`, 'none');
  }
  await report('i1', all);
  expect((await variants())?.variants).toEqual([
    { variant: 'a', users: 200, affected: 40 },
    { variant: 'b', users: 200, affected: 40 },
  ]);
  for (let user = 0; user < 1000; user++) some.track('bought', `other-${user}`, 'none');
  const { message } = await report('i2', some);
  const sampled = await variants();
  expect(sampled?.sample).toBe(message.experiments?.events.bought?.sample);
  const users = sampled?.variants.reduce((sum, each) => sum + each.users, 0) ?? 0;
  expect(users / 400 / (sampled?.sample ?? 1)).toBeGreaterThan(0.4);
  expect(users / 400 / (sampled?.sample ?? 1)).toBeLessThan(2.5);
});

test('what SDKs tell is of the shape that the server takes', async () => {
  const { sdk } = await comparing();
  const metrics = sdk();
  const measures = { request: { users: true, values: { slow: 3, cap: 5 } } };
  metrics.follow({ salt: 's', stage: 0, measures });
  metrics.noteVariant('one-page', 'a', 'ann');
  metrics.track('bought', 'ann', 'none');
  metrics.track('request', 'ann', 'canary', 4.5);
  const message = metrics.take(9e12);
  expect(Metrics.parse(message)).toEqual(message);
  const parse = (change: object) => Metrics.safeParse({ ...message, ...change }).success;
  expect(parse({})).toBe(true);
  for (const wrong of [
    { dropped: -1 },
    { trials: [{}] },
    { minutes: [{ minute: 1.5, events: {} }] },
  ]) {
    expect(parse(wrong)).toBe(false);
  }
});
