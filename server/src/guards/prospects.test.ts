import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { usualGuard } from '../environments/guard.ts';
import { station } from '../trains/testing/station.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const stage = (thousandths: number, minimumMs = MINUTE) => ({
  audience: { kind: 'percentage', thousandths } as const,
  minimumMs,
});
const failures = {
  key: 'checkouts',
  kind: 'users',
  event: 'checkout.failed',
  worse: 'more',
  weight: 1,
  tolerated: 0,
} as const;
const guard = { ...usualGuard, metrics: [failures] };
const plan = [{ audience: { kind: 'internal' }, minimumMs: MINUTE } as const, stage(5000)];

async function place(policy: Parameters<typeof station>[0] = { plan, guard }) {
  const app = await station(policy);
  const path = `${app.base}/visible`;
  const sdk = app.client((await app.sdkKey()).headers);
  let sequence = 0;
  return {
    ...app,
    path,
    visible: async () => (await app.developer.get(path)).body,
    candidate: async () => (await sdk.get('/sdk/ruleset')).body.candidate,
    reports: async (metrics: ReturnType<typeof createMetrics>) => {
      const report = {
        instance: 'one',
        sequence: ++sequence,
        metrics: metrics.take(app.clock.now().getTime()),
      };
      expect((await sdk.post('/sdk/reports', report)).status).toBeLessThan(300);
    },
  };
}

test('what nothing was measured of is assumed, and said so', async () => {
  const { visible } = await place();
  expect(await visible()).toEqual({
    isGuarded: true,
    power: 0.8,
    alpha: 0.01,
    usersPerHour: null,
    usersFrom: null,
    metrics: [{ key: 'checkouts', kind: 'users', worse: 'more', baseRate: 0.01, from: 'assumed' }],
    stages: [
      {
        stage: 1,
        thousandths: 5000,
        users: 300,
        takesMs: null,
        isTooFew: false,
        finds: [{ key: 'checkouts', ratio: expect.closeTo(4.5, 0) }],
      },
    ],
  });
});

test('requests of the last hours tell how long a stage takes, each as one user', async () => {
  const { visible, reports, clock } = await place();
  const metrics = createMetrics();
  for (let user = 0; user < 1000; user++) metrics.track('request', `u${user}`, 'none', 20);
  for (let user = 0; user < 20; user++) metrics.track('checkout.failed', `u${user}`, 'none');
  await reports(metrics);
  clock.advance(10 * MINUTE);
  const { usersPerHour, usersFrom, metrics: measured, stages } = await visible();
  expect([usersPerHour, usersFrom]).toEqual([6000, 'requests']);
  expect(measured[0]).toMatchObject({ baseRate: expect.closeTo(0.02, 3), from: 'requests' });
  // 5 % of 6,000 an hour are 300.
  expect(stages[0]).toMatchObject({ users: 300, takesMs: HOUR, isTooFew: false });
});

test('a release that rolled out tells users from requests', async () => {
  const app = await place({
    plan,
    guard: { ...guard, metrics: [{ ...failures, kind: 'errors' }] },
  });
  const { visible, reports, passes, boards, tells, driver, candidate } = app;
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  await tells(driver, { do: 'depart', group: 1 });
  await passes(MINUTE);
  const { salt, stage, measures } = await candidate();
  const metrics = createMetrics();
  metrics.follow({ salt, stage, measures });
  for (let user = 0; user < 400; user++) {
    for (let request = 0; request < 4; request++) {
      metrics.track('request', `u${user}`, 'control', 20);
    }
    if (user < 40) metrics.track('checkout.failed', `u${user}`, 'control');
  }
  await reports(metrics);
  await passes(30 * MINUTE);
  const { usersPerHour, usersFrom, metrics: measured } = await visible();
  // 1,600 requests in half an hour and a minute, 4 of each user.
  expect([Math.round(usersPerHour / 50), usersFrom]).toEqual([16, 'releases']);
  expect(measured[0]).toMatchObject({ baseRate: expect.closeTo(0.1, 2), from: 'releases' });
});

test('others see what they would be with another plan and guard, which stay as they are', async () => {
  const { admin, driver, path, visible } = await place({ plan: [], guard: null });
  expect(await visible()).toMatchObject({ isGuarded: false, stages: [] });
  const fewer = { ...failures, key: 'paid', worse: 'fewer' };
  const other = {
    plan: [stage(5000), stage(50_000)],
    guard: {
      ...guard,
      alpha: 0.05,
      metrics: [failures, fewer, { ...failures, key: 'speed', kind: 'latency' }],
    },
  };
  const { status, body } = await admin.post(path, other);
  expect(status).toBe(200);
  expect(body.stages).toHaveLength(2);
  const [errors, paid, speed] = body.stages[0].finds;
  expect(errors.ratio).toBeGreaterThan(3);
  expect(paid.ratio === null || paid.ratio > 1).toBe(true);
  expect(speed).toEqual({ key: 'speed', ratio: null });
  expect((await driver.post(path, other)).status).toBe(403);
  expect(await visible()).toMatchObject({ isGuarded: false, stages: [] });
});

test('nonsense is refused where it stands', async () => {
  const { admin, path } = await place();
  const { status, body } = await admin.post(path, { guard: { ...guard, alpha: 2 } });
  expect(status).toBe(422);
  expect(body.problems).toMatchObject([{ path: ['guard', 'alpha'] }]);
});

test('a stage that ends before enough users came says so', async () => {
  const { admin, path, reports, clock } = await place();
  const metrics = createMetrics();
  for (let user = 0; user < 1000; user++) metrics.track('request', `u${user}`, 'none', 20);
  await reports(metrics);
  clock.advance(10 * MINUTE);
  const { body } = await admin.post(path, { guard: { ...guard, maximumMs: 10 * MINUTE } });
  expect(body.stages[0]).toMatchObject({ users: 50, takesMs: 10 * MINUTE, isTooFew: true });
});
