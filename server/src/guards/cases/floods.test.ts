import { createMetrics } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import type { TestClient } from '../../testing/test-app.ts';
import { rollout } from '../testing/rollout.ts';

/** What an instance would say on whose canary so many users failed, none of whom there is. */
function madeUp(salt: string, users: number, from = 0) {
  const metrics = createMetrics({ users });
  metrics.follow({ salt, stage: 0, measures: { 'request.error': { users: true }, request: {} } });
  for (let user = from; user < from + users; user++) {
    for (const event of ['request', 'request.error']) {
      metrics.track(event, `made-up-${user}`, 'canary');
    }
  }
  return metrics.take(Date.now());
}

const sender = (http: TestClient, instance: string) => {
  let sequence = 0;
  return (metrics: unknown) =>
    http.post('/sdk/reports', { instance, sequence: ++sequence, metrics });
};

describe('made-up users', { timeout: 180_000 }, () => {
  test('whoever has the key of browsers cannot make the guard take anything back', async () => {
    const { application, arrives, counted, salt, client, sdkKey } = await rollout();
    const { isBusy } = await application();
    isBusy();
    const send = sender(client((await sdkKey('browser')).headers), 'browser');
    for (let time = 0; time < 30; time++) {
      expect((await send(madeUp(salt, 1000, time * 1000))).status).toBe(200);
    }
    await arrives();
    expect((await counted()).canary).toMatchObject({ errors: 0, affected: 0 });
  });

  test('an instance gone wild is believed as far as its key goes, and says no more than there is room for', async () => {
    const { isTakenBack, evidence, salt, http } = await rollout();
    const send = sender(http, 'wild');
    const message = madeUp(salt, 6000);
    const [trial] = message?.trials ?? [];
    const hashes = (count: number) =>
      Array.from({ length: count }, (_, at) => at.toString(16).padStart(16, '0'));
    const tooMany = { ...trial, exposed: { sample: 1, canary: hashes(10_001), control: [] } };
    expect((await send({ ...message, trials: [tooMany] })).body.code).toBe('invalid');
    const tooLarge = { ...trial, exposed: { sample: 1, canary: hashes(60_000), control: [] } };
    expect((await send({ ...message, trials: [tooLarge] })).body.code).toBe('too-large');

    for (let time = 0; time < 10; time++) {
      expect((await send(madeUp(salt, 4000, time * 4000))).status).toBe(200);
    }
    const all = await Promise.all(Array.from({ length: 100 }, () => send(undefined)));
    expect(all.filter(({ status }) => status === 429).length).toBeGreaterThan(0);
    await isTakenBack();
    const { users } = await evidence();
    expect(users.canary).toBeGreaterThan(1_000);
  });
});
