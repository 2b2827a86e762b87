import { describe, expect, test } from 'vitest';
import type { Metric } from '../../environments/metric.ts';
import { errors, rollout } from '../testing/rollout.ts';

const alive: Metric = {
  ...errors,
  key: 'heartbeats',
  kind: 'users',
  event: 'alive',
  worse: 'fewer',
};

describe('the guard, over HTTP and by the clock', { timeout: 180_000 }, () => {
  test('takes back a release whose users fall silent, if their heartbeats are watched', async () => {
    const { application, isTakenBack, evidence } = await rollout({ metrics: [errors, alive] });
    const { isBusy } = await application();
    isBusy((arm) => (arm === 'control' ? ['alive'] : []));
    await isTakenBack();
    const { verdict } = await evidence();
    expect(verdict.reasons[0]).toMatchObject({ kind: 'evidence', metric: 'heartbeats' });
  });

  test('holds a release whose users are not heard of at all, if nothing else is watched', async () => {
    const { application, until, yard } = await rollout();
    const { visit, arm } = await application();
    for (let user = 0; user < 500; user++) {
      if (arm(`user-${user}`) === 'control') visit(`user-${user}`, () => []);
    }
    await until(({ verdict }) =>
      expect(verdict?.reasons[0]).toMatchObject({ action: 'hold', kind: 'sample-ratio' }),
    );
    expect((await yard()).rollout.stage).toBe(0);
  });

  test('takes back what happens to roll out when both arms suffer, and logs it as breaker', async () => {
    const { application, isTakenBack, evidence, driver } = await rollout();
    const { isBusy } = await application();
    isBusy((_, visit) => (visit % 2 === 0 ? ['request.error'] : []));
    await isTakenBack();
    const { verdict } = await evidence();
    expect(verdict.reasons[0]).toMatchObject({ kind: 'breaker', metric: 'errors' });
    const { body } = await driver.get('/api/log?environment=production');
    expect(body.entries[0].outcome).toMatchObject({
      action: 'abort',
      actor: { id: 'guard' },
      reason: expect.stringMatching(/times its usual/),
    });
  });

  test('counts clients that have a million errors as one user each, and goes on', async () => {
    const { application, arrives, counted, evidence } = await rollout();
    const { isBusy, flags, arm } = await application();
    isBusy((_, visit) => (visit % 100 === 0 ? ['request.error'] : []));
    const clients = Array.from({ length: 100 }, (_, at) => ({ targetingKey: `client-${at}` }));
    for (const is of ['canary', 'control']) {
      const wild = clients.find(({ targetingKey }) => arm(targetingKey) === is);
      for (let time = 0; time < 1e6; time++) {
        flags.track('request', wild);
        flags.track('request.error', wild);
      }
    }
    await arrives();
    const { canary, control } = await counted();
    for (const { errors, affected, users } of [canary, control]) {
      expect(errors).toBeGreaterThanOrEqual(1e6);
      expect(affected).toBeLessThan(users / 10);
    }
    expect((await evidence()).verdict.lnE).toBeLessThan(Math.log(100));
  });
});
