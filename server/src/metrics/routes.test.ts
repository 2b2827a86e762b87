import { createMetrics, type Metrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

const MINUTE = 60_000;

/** A server that one SDK tells what happened in each of so many minutes. */
async function counted(minutes: number, happens: (sdk: Metrics, minute: number) => void) {
  const app = await production();
  const { clock } = app;
  const sdk = app.client((await app.sdkKey()).headers);
  for (let minute = 0; minute < minutes; minute++) {
    const metrics = createMetrics();
    metrics.roll(clock.now().getTime());
    happens(metrics, minute);
    const told = metrics.take(clock.now().getTime());
    const report = { instance: 'one', sequence: minute + 1, metrics: told };
    expect((await sdk.post('/sdk/reports', report)).status).toBe(200);
    clock.advance(MINUTE);
  }
  return app;
}

test('metrics are told by name, and by the minute with what was deployed', async () => {
  const app = await counted(5, (sdk, minute) => {
    for (let request = 0; request < 10; request++)
      sdk.track('request', 'ann', 'none', 20 + request);
    if (minute === 3) sdk.track('request.error', 'ann', 'none');
  });
  const { viewer, developer, base, set, clock } = app;
  await set('awesome', { state: 'on' });
  const deploy = { id: 'd1', app: 'web', environment: 'production', version: '2.0' };
  await developer.post('/api/deploys', { ...deploy, event: 'start' });
  clock.advance(20_000);
  await developer.post('/api/deploys', { ...deploy, event: 'finish' });
  await developer.post('/api/log/notes', { text: 'A note', environment: 'production' });

  const known = await viewer.get(`${base}/metrics`);
  expect(known.body).toEqual({ events: ['request', 'request.error'], metrics: [] });

  const { status, body } = await viewer.get(`${base}/metrics/request`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    event: 'request',
    stepMs: MINUTE,
    from: '2026-01-05T08:05:20.000Z',
    to: '2026-01-05T09:05:20.000Z',
  });
  expect(body.points).toHaveLength(5);
  expect(body.points[0]).toMatchObject({
    at: '2026-01-05T09:00:00.000Z',
    count: 10,
    sum: 245,
    totals: { none: [10, 245] },
  });
  expect(body.points[0].quantiles.p95).toBeGreaterThan(27);
  expect(body.deploys).toMatchObject([
    { kind: 'config', action: 'publish', at: '2026-01-05T09:05:00.000Z', release: 1 },
    { kind: 'code', action: 'start', app: 'web', at: '2026-01-05T09:05:00.000Z' },
  ]);
  const entry = await viewer.get(`/api/log/${body.deploys[1].seq}`);
  expect(entry.body.title).toBe(body.deploys[1].title);

  const errors = await viewer.get(`${base}/metrics/request.error`);
  expect(errors.body.points).toMatchObject([
    { at: '2026-01-05T09:03:00.000Z', count: 1, quantiles: null },
  ]);
  const never = await viewer.get(`${base}/metrics/${encodeURIComponent('a/b c:d?')}`);
  expect(never.body).toMatchObject({ event: 'a/b c:d?', points: [] });
});

test('a range is narrowed to what is asked for', async () => {
  const app = await counted(10, (sdk) => sdk.track('signup', undefined, 'none'));
  const { viewer, base, set } = app;
  await set('awesome', { state: 'on' });
  const range = 'from=2026-01-05T09:02:00Z&to=2026-01-05T09:04:30%2B00:00';
  const { body } = await viewer.get(`${base}/metrics/signup?${range}`);
  expect(body.points.map(({ at }: { at: string }) => at.slice(14, 16))).toEqual(['02', '03', '04']);
  expect(body.deploys).toEqual([]);
});

test('the guard of an environment says what it compares', async () => {
  const { admin, viewer, base } = await production();
  const metric = { key: 'checkouts', kind: 'ratio', event: 'checkout.failed', per: 'checkout' };
  expect((await admin.patch(base, { policy: { guard: { metrics: [metric] } } })).status).toBe(200);
  expect((await viewer.get(`${base}/metrics`)).body).toMatchObject({
    events: [],
    metrics: [metric],
  });
});

test.each([
  ['from=yesterday', 422, /Invalid|datetime/],
  ['from=2026-01-05T10:00:00Z', 422, /"from" must be before "to"/],
  ['from=2026-01-05T08:00:00Z&to=2026-01-05T08:00:00Z', 422, /"from" must be before "to"/],
  ['from=2025-10-01T00:00:00Z', 422, /At most 90 days at once/],
])('the range %s is refused in words', async (query, status, words) => {
  const { viewer, base } = await production();
  const answer = await viewer.get(`${base}/metrics/request?${query}`);
  expect([answer.status, answer.body.detail]).toEqual([status, expect.stringMatching(words)]);
});

test('an environment that is not there has no metrics, and who may not view one sees none', async () => {
  const { admin, as, base } = await production();
  const nowhere = await admin.get('/api/environments/nowhere/metrics/request');
  expect(nowhere.status).toBe(404);
  expect((await admin.get('/api/environments/nowhere/metrics')).status).toBe(404);
  const stranger = await as({ staging: 'admin' });
  for (const path of ['metrics', 'metrics/request']) {
    expect((await stranger.get(`${base}/${path}`)).status).toBe(403);
  }
});
