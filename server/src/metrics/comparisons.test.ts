import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { Metrics } from './schemas.ts';
import {
  compare,
  comparedIn,
  noteEvents,
  type Split,
  sweepComparisons,
  told,
  variantsOf,
} from './service.ts';
import { environment, measuring } from './testing/measuring.ts';

const split: Split = {
  run: 'a1b2c3d4',
  switch: 'one-page',
  rule: 'r1',
  split: [
    { variant: 'a', weight: 50_000 },
    { variant: 'b', weight: 50_000 },
  ],
};

async function comparing(splits: readonly Split[] = [split]) {
  const all = await measuring();
  await all.work(async (each) => {
    await compare(each, environment, 1, splits);
    await noteEvents(each, environment, ['bought', 'request'], []);
  });
  const experiments = await all.read((each) => told(each, environment, []));
  const sdk = (limits = {}) => {
    const metrics = createMetrics(limits);
    metrics.experiment(experiments);
    return metrics;
  };
  const variants = async (event = 'bought', run = split.run) => {
    const { sample, variants } = await all.read((each) =>
      variantsOf(each, environment, run, event),
    );
    const byName = [...variants].sort((one, other) => (one.variant < other.variant ? -1 : 1));
    return { sample, variants: byName };
  };
  return { ...all, experiments, sdk, variants };
}

test('variants are compared by who had an event afterwards, whoever reports it', async () => {
  const { sdk, report, variants, experiments, advance } = await comparing();
  expect(experiments.events).toEqual(['bought']);
  const [one, two] = [sdk(), sdk()];
  two.track('bought', 'early', 'none');
  await report('i2', two);
  advance(60);
  for (const user of ['ann', 'bob', 'cid', 'early']) one.noteVariant(split.run, 'a', user);
  for (const user of ['dot', 'eve']) one.noteVariant(split.run, 'b', user);
  one.track('bought', 'ann', 'none');
  await report('i1', one);
  two.noteVariant(split.run, 'b', 'bob');
  for (const user of ['bob', 'eve', 'stranger']) two.track('bought', user, 'none');
  await report('i2', two);
  expect(await variants()).toEqual({
    sample: 1,
    variants: [
      { variant: 'a', users: 4, affected: 2 },
      { variant: 'b', users: 2, affected: 1 },
    ],
  });
  expect((await variants('nothing')).variants).toMatchObject([{ affected: 0 }, { affected: 0 }]);
});

test('who had it before, and again afterwards, counts', async () => {
  const { sdk, report, variants, advance } = await comparing();
  const before = sdk();
  before.track('bought', 'ann', 'none');
  await report('i1', before);
  advance(3600);
  const after = sdk();
  after.noteVariant(split.run, 'a', 'ann');
  await report('i2', after);
  expect((await variants()).variants).toMatchObject([{ users: 1, affected: 0 }]);
  advance(3600);
  after.track('bought', 'ann', 'none');
  await report('i2', after);
  expect((await variants()).variants).toMatchObject([{ users: 1, affected: 1 }]);
});

test('what is reported a little later than what came of it still counts', async () => {
  const { sdk, report, variants, advance } = await comparing();
  const [shown, bought] = [sdk(), sdk()];
  shown.noteVariant(split.run, 'a', 'ann');
  bought.track('bought', 'ann', 'none');
  await report('i1', bought);
  advance(20);
  await report('i2', shown);
  expect((await variants()).variants).toMatchObject([{ users: 1, affected: 1 }]);
});

test('a split that is another begins anew, and what is still on its way is of no use', async () => {
  const { sdk, report, variants, work, read } = await comparing();
  const metrics = sdk();
  metrics.noteVariant(split.run, 'a', 'ann');
  await report('i1', metrics);
  const other = { ...split, run: 'ffffffff' };
  await work((each) => compare(each, environment, 2, [other]));
  expect(Object.keys((await read((each) => comparedIn(each, environment))).runs)).toEqual([
    'ffffffff',
  ]);
  metrics.noteVariant(split.run, 'a', 'bob');
  metrics.noteVariant('ffffffff', 'b', 'ann');
  await report('i1', metrics);
  expect((await variants('bought', 'ffffffff')).variants).toEqual([
    { variant: 'b', users: 1, affected: 0 },
  ]);
  expect((await variants()).variants).toEqual([]);

  await work((each) => compare(each, environment, 3, [split, other]));
  expect((await variants()).variants).toEqual([]);
  expect((await variants('bought', 'ffffffff')).variants).toHaveLength(1);
});

test('of many users a sample is compared, the smallest that any SDK has', async () => {
  const { sdk, report, variants } = await comparing();
  const [all, some] = [sdk(), sdk({ users: 50 })];
  for (let user = 0; user < 400; user++) {
    all.noteVariant(split.run, user % 2 ? 'a' : 'b', `user-${user}`);
    if (user % 5 === 0) all.track('bought', `user-${user}`, 'none');
  }
  await report('i1', all);
  expect((await variants()).variants).toEqual([
    { variant: 'a', users: 200, affected: 40 },
    { variant: 'b', users: 200, affected: 40 },
  ]);
  for (let user = 0; user < 1000; user++) some.track('bought', `other-${user}`, 'none');
  const { message } = await report('i2', some);
  const sampled = await variants();
  expect(sampled.sample).toBe(message.experiments?.events.bought?.sample);
  const users = sampled.variants.reduce((sum, each) => sum + each.users, 0);
  expect(users / 400 / sampled.sample).toBeGreaterThan(0.4);
  expect(users / 400 / sampled.sample).toBeLessThan(2.5);
});

test('more users than there is room for are halved, of every variant alike', async () => {
  const { report, sdk, variants, work } = await comparing();
  const metrics = sdk();
  for (let user = 0; user < 2000; user++) {
    metrics.noteVariant(split.run, user % 2 ? 'a' : 'b', `user-${user}`);
    metrics.track('bought', `user-${user}`, 'none');
  }
  await report('i1', metrics);
  expect((await variants()).sample).toBe(1);
  await work((each) => sweepComparisons(each, 1500));
  const { sample, variants: all } = await variants();
  expect(sample).toBe(0.5);
  for (const { users, affected } of all) {
    expect(Math.abs(users - 500)).toBeLessThan(60);
    expect(affected).toBe(users);
  }
});

test('the first 30 events are compared, those of the guard besides, for as long as they happen', async () => {
  const { work, read, advance } = await comparing([]);
  const names = Array.from({ length: 40 }, (_, at) => `event-${at}`);
  const note = (events: string[]) =>
    work((each) => noteEvents(each, environment, events, ['request.error']));
  const events = () => read(async (each) => (await comparedIn(each, environment)).events);
  await note([...names, 'request.error']);
  expect(await events()).toHaveLength(31);
  expect(await events()).toContain('request.error');
  expect(await read((each) => told(each, environment, ['request.error']))).toMatchObject({
    events: ['request.error', 'bought', ...(await events()).slice(1, -1)],
  });
  advance(8 * 24 * 3600);
  await note(['later']);
  expect(await events()).toEqual(['later']);
});

test('what SDKs tell is of the shape that the server takes', async () => {
  const { sdk } = await comparing();
  const metrics = sdk();
  const measures = { request: { users: true, values: { slow: 3, cap: 5 } } };
  metrics.follow({ salt: 's', stage: 0, measures });
  metrics.noteVariant(split.run, 'a', 'ann');
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
