import { createMetrics, type Experiments, runsOf, type Switch } from '@switchyard/core';
import { expect, test } from 'vitest';
import { variantsOf } from '../metrics/service.ts';
import { production } from '../testing/production.ts';

const split = (weight = 50_000, id = 'r1') => ({
  id,
  conditions: [],
  serve: {
    split: [
      { variant: 'a', weight: 100_000 - weight },
      { variant: 'b', weight },
    ],
  },
});
const variants = [
  { key: 'a', value: 1 },
  { key: 'b', value: 2 },
];
const conditional = { state: 'conditional', variants, rules: [split()] };

/** A server, and an SDK on one of its keys that is told what everybody is told. */
async function comparing() {
  const app = await production();
  await app.set('one-page', conditional);
  const http = app.client((await app.sdkKey()).headers);
  const metrics = createMetrics();
  let sequence = 0;
  const report = async () => {
    const counted = metrics.take(app.clock.now().getTime());
    const sent = await http.post('/sdk/reports', {
      instance: 'i1',
      sequence: ++sequence,
      metrics: counted,
    });
    expect(sent.status).toBe(200);
    metrics.experiment(sent.body.experiments as Experiments);
    return sent.body.experiments as Experiments;
  };
  const run = async (rule = 'r1') =>
    runsOf('one-page', (await app.switchNow('one-page')) as Switch).get(rule) ?? '';
  const experiment = async (query = '') =>
    (await app.viewer.get(`${app.base}/switches/one-page/experiment${query}`)).body;
  return { ...app, metrics, report, run, experiment };
}

test('compares the variants of a split by what applications track', async () => {
  const { metrics, report, run, experiment } = await comparing();
  expect(await experiment()).toMatchObject({
    event: 'request.error',
    splits: [{ rule: 'r1', variants: [{ users: 0 }, { users: 0 }], words: [] }],
  });
  metrics.track('bought', 'nobody', 'none');
  expect((await report()).events).toEqual(['request.error', 'bought']);
  const name = await run();
  for (let user = 0; user < 400; user++) {
    const variant = user % 2 ? 'a' : 'b';
    metrics.noteVariant(name, variant, `user-${user}`);
    if (user % 20 === 1 || user % 4 === 0) metrics.track('bought', `user-${user}`, 'none');
  }
  await report();
  const found = await experiment();
  expect(found).toMatchObject({ event: 'bought', events: ['bought', 'request.error'] });
  expect(found.splits).toMatchObject([
    {
      control: 'a',
      sample: 1,
      startedAt: expect.any(String),
      assignment: { isSuspicious: false },
      variants: [
        { variant: 'a', users: 200, affected: 20, rate: 0.1, against: null },
        { variant: 'b', users: 200, affected: 100, rate: 0.5, against: { finding: 'more' } },
      ],
    },
  ]);
  expect(found.splits[0].words[0]).toMatch(/^b: 50 % of 200 users; a: 10 % of 200 users\. b is /);
  const errors = await experiment('?event=request.error');
  expect(errors.splits[0].variants).toMatchObject([{ affected: 0 }, { affected: 0 }]);
});

test('begins anew when weights are other ones, and goes on when anything else is', async () => {
  const { metrics, report, run, experiment, set } = await comparing();
  await report();
  const users = async () => {
    metrics.noteVariant(await run(), 'a', 'ann');
    await report();
    return (await experiment()).splits[0].variants[0].users;
  };
  expect(await users()).toBe(1);
  await set('one-page', { rules: [{ ...split(), name: 'Half' }], clientSide: true });
  await report();
  expect((await experiment()).splits).toMatchObject([
    { name: 'Half', variants: [{ users: 1 }, {}] },
  ]);
  await set('one-page', { rules: [split(10_000)] });
  await report();
  expect((await experiment()).splits[0].variants).toMatchObject([{ users: 0 }, { users: 0 }]);
  expect(await users()).toBe(1);
  await set('one-page', { rules: [split()] });
  await report();
  expect((await experiment()).splits[0].variants).toMatchObject([{ users: 0 }, { users: 0 }]);
});

test('each rule with a split is by itself; what is not split has nothing to compare', async () => {
  const { metrics, report, run, experiment, set, viewer, base } = await comparing();
  const everybody = { id: 'r3', conditions: [], serve: { variant: 'a' } };
  await set('one-page', { rules: [split(50_000, 'r1'), split(10_000, 'r2'), everybody] });
  await report();
  metrics.noteVariant(await run('r2'), 'b', 'ann');
  await report();
  expect((await experiment()).splits).toMatchObject([
    { rule: 'r1', variants: [{ users: 0 }, { users: 0 }] },
    { rule: 'r2', variants: [{ users: 0 }, { users: 1 }] },
  ]);
  await set('one-page', { rules: [everybody] });
  expect((await experiment()).splits).toEqual([]);
  await set('one-page', { archived: true });
  expect((await experiment()).splits).toEqual([]);
  const missing = await viewer.get(`${base}/switches/nowhere/experiment`);
  expect([missing.status, missing.body.code]).toEqual([404, 'not-found']);
});

test('users of a candidate that splits anew are counted from when it goes out', async () => {
  const { metrics, report, experiment, admin, base, run, read, set } = await comparing();
  await report();
  const plan = [{ audience: { kind: 'percentage', thousandths: 50_000 }, minimumMs: 60_000 }];
  await admin.patch(base, { policy: { plan } });
  const sent = await set('one-page', { rules: [split(10_000)] });
  expect(sent.status).toBe(201);
  await report();
  const candidate = { ...conditional, rules: [split(10_000)] } as unknown as Switch;
  const next = runsOf('one-page', candidate).get('r1') ?? '';
  expect(next).not.toBe(await run());
  metrics.noteVariant(await run(), 'a', 'ann');
  metrics.noteVariant(next, 'b', 'bob');
  await report();
  expect((await experiment()).splits[0].variants).toMatchObject([{ users: 1 }, { users: 0 }]);
  const { variants } = await read((each) => variantsOf(each, 'production', next, 'bought'));
  expect(variants).toEqual([{ variant: 'b', users: 1, affected: 0 }]);
});
