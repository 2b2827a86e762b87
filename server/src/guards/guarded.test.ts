import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { usualGuard } from '../environments/guard.ts';
import type { PolicyEdit } from '../environments/service.ts';
import { rolloutIn } from '../releases/rollout.ts';
import { type Station, station } from '../trains/testing/station.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const plan = [20_000, 50_000].map((thousandths) => ({
  audience: { kind: 'percentage', thousandths } as const,
  minimumMs: MINUTE,
}));
const guard = {
  metrics: [
    {
      key: 'checkouts',
      kind: 'errors',
      event: 'checkout.failed',
      worse: 'more',
      weight: 1,
      tolerated: 0,
      says: 'had a failed checkout',
    },
  ],
  alpha: 0.01,
  minimumUsers: 100,
  maximumMs: null,
  tooFewUsers: 'hold',
} as const;

/** A server whose train has departed with one change, and an SDK that is told so. */
async function departed(policy: PolicyEdit = { plan, guard }) {
  const app = await station(policy);
  const { boards, tells, driver, base } = app;
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  const { body } = await tells(driver, { do: 'depart', group: 1 });
  const number: number = body.rollout.release;
  const sdk = await follower(app);
  return {
    ...app,
    ...sdk,
    number,
    evidence: async (release = number) =>
      (await driver.get(`${base}/releases/${release}/evidence`)).body,
    newest: async () => (await driver.get('/api/log?environment=production')).body.entries[0],
  };
}

async function follower({ sdkKey, client, clock }: Station) {
  const sdk = client((await sdkKey()).headers);
  const metrics = createMetrics();
  let sequence = 0;
  const candidate = async () => (await sdk.get('/sdk/ruleset')).body.candidate;
  return {
    candidate,
    /** Each user makes one request; those of each arm whose number comes up fail. */
    async serves(users: number, fails: { canary: number; control: number }, from = 0) {
      const { salt, stage, measures, audience } = await candidate();
      metrics.follow({ salt, stage, measures });
      const share = audience.thousandths / 100_000;
      const canaries = Math.round(users * share);
      for (let user = 0; user < users; user++) {
        const arm = user < canaries ? 'canary' : 'control';
        // Arms keep their users from report to report.
        const unit = `${arm} ${from + user}`;
        metrics.track('request', unit, arm, 20);
        if (user % 100 < fails[arm]) metrics.track('checkout.failed', unit, arm);
      }
    },
    async reports() {
      const told = metrics.take(clock.now().getTime());
      const report = { instance: 'one', sequence: ++sequence, metrics: told };
      expect((await sdk.post('/sdk/reports', report)).status).toBeLessThan(300);
    },
  };
}

test('a bad release is rolled back with a sentence, and holds the train', async () => {
  const app = await departed();
  const { serves, reports, passes, yard, evidence, newest, number, change, verified } = app;
  expect(await app.candidate()).toMatchObject({
    stage: 0,
    measures: { 'checkout.failed': { users: true }, request: {} },
  });
  await passes(5 * SECOND);
  await serves(1000, { canary: 40, control: 2 });
  await reports();
  await passes(5 * SECOND);

  const sentence =
    /Rolled back after 10 s: 80 of 200 canary users had a failed checkout, 20 times the rate of the 800 others \(at least [\d.]+ times\)\. 1 in 100 harmless/;
  expect(await yard()).toMatchObject({
    rollout: null,
    groups: [],
    holds: [{ by: { id: 'guard' }, reason: expect.stringMatching(sentence) }],
  });
  expect(await change(1)).toMatchObject({ status: 'open' });
  expect(await newest()).toMatchObject({
    outcome: { action: 'abort', actor: { id: 'guard' }, reason: expect.stringMatching(sentence) },
  });
  const { verdict, words, curve, measured, users } = await evidence();
  expect(measured).toMatchObject([
    { key: 'checkouts', kind: 'errors', says: 'had a failed checkout' },
  ]);
  expect(users).toEqual({ canary: 200, control: 800 });
  expect(verdict).toMatchObject({
    action: 'roll back',
    alpha: 0.01,
    metrics: [{ key: 'checkouts', views: [{ view: 'users', ratio: 20 }, { view: 'events' }] }],
  });
  expect(words).toMatch(sentence);
  expect(curve.length).toBeGreaterThan(1);
  expect(curve[0].lnE).toBeLessThan(Math.log(100));
  expect(curve.at(-1)).toMatchObject({ lnE: verdict.lnE, stage: 0 });
  expect(verdict.lnE).toBeGreaterThan(Math.log(100));
  expect(await app.candidate()).toBeUndefined();
  expect((await evidence(number - 1)).verdict).toBeNull();
  expect(await verified()).toEqual([true, []]);
});

test('a harmless one advances and arrives, with users enough in each stage', async () => {
  const app = await departed();
  const { serves, reports, passes, yard, evidence, number } = app;
  await serves(400, { canary: 2, control: 2 });
  await reports();
  await passes(MINUTE - 5 * SECOND);
  await reports();
  await passes(5 * SECOND);
  expect((await yard()).rollout).toMatchObject({
    stage: 0,
    verdict: { verdict: 'hold', why: '80 of 100 canary users so far' },
  });
  await serves(400, { canary: 2, control: 2 }, 400);
  await reports();
  await passes(SECOND);
  expect((await yard()).rollout).toMatchObject({ stage: 1 });
  expect(await app.candidate()).toMatchObject({ stage: 1 });

  await serves(400, { canary: 2, control: 2 }, 800);
  await reports();
  await passes(MINUTE - 5 * SECOND);
  await reports();
  await passes(5 * SECOND);
  expect(await yard()).toMatchObject({ release: number, rollout: null, holds: [] });
  expect((await evidence()).verdict).toMatchObject({ action: 'advance' });
});

test('silence holds, for as long as it lasts', async () => {
  const { passes, yard, evidence, serves, reports } = await departed();
  await passes(60 * MINUTE);
  expect((await yard()).rollout).toMatchObject({
    stage: 0,
    verdict: { verdict: 'hold', why: 'no reports for 1 h' },
  });
  expect(await evidence()).toMatchObject({ words: 'no reports for 1 h', verdict: { lnE: 0 } });
  await serves(600, { canary: 0, control: 0 });
  await reports();
  await passes(SECOND);
  expect((await yard()).rollout.stage).toBe(1);
});

test('without a guard it goes by time only, and nothing is compared', async () => {
  const { passes, yard, candidate, evidence, number } = await departed({ plan });
  expect(await candidate()).not.toHaveProperty('measures');
  expect((await evidence()).verdict).toBeNull();
  await passes(MINUTE);
  expect((await yard()).rollout).toMatchObject({ stage: 1, verdict: { verdict: 'advance' } });
  await passes(MINUTE);
  expect(await yard()).toMatchObject({ release: number, rollout: null });
});

test('a kill gives the release another number and leaves the evidence as it is', async () => {
  const app = await departed();
  const { serves, reports, passes, evidence, developer, base, number, read } = app;
  await serves(300, { canary: 10, control: 4 });
  await reports();
  await passes(5 * SECOND);
  const before = await evidence();
  const { salt } = (await read((reading) => rolloutIn(reading, 'production'))) ?? {};
  await developer.post(`${base}/switches/cart/kill`, {});
  const rollout = await read((reading) => rolloutIn(reading, 'production'));
  expect(rollout).toMatchObject({ salt });
  const next = rollout?.release ?? 0;
  expect(next).toBeGreaterThan(number);
  const after = await evidence(next);
  expect(after.verdict.lnE).toBe(before.verdict.lnE);
  expect(after.verdict.metrics).toEqual(before.verdict.metrics);
});

test('a guard is what is usual unless said otherwise, and is refused in words', async () => {
  const { admin, base } = await station();
  const usual = await admin.patch(base, { policy: { guard: {} } });
  expect(usual.body.policy.guard).toEqual(usualGuard);
  const wrong = await admin.patch(base, { policy: { guard: { alpha: 1, metrics: [] } } });
  expect(wrong.status).toBe(422);
  expect(JSON.stringify(wrong.body)).toMatch(/alpha is 1; .* The guard has 0 metrics/);
  const { body } = await admin.get('/api/log?kind=audit');
  expect(JSON.stringify(body)).toContain(
    'guard: none, by time only → errors, latency; alpha 0.01; 300 users',
  );
});
