import { createMetrics } from '@switchyard/core';
import { describe, expect, onTestFinished, test } from 'vitest';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { station } from '../trains/testing/station.ts';
import { read, valueIn } from './testing/exposition.ts';
import { graphite, statsd } from './testing/listeners.ts';

const token = 'a-token-of-some-length';
const bearer = { authorization: `Bearer ${token}` };
const told = { telemetry: { prometheusToken: token } };

/** What Prometheus reads over HTTP. */
async function scraped(url: string) {
  const response = await fetch(`${url}/metrics`, { headers: bearer });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return read(await response.text());
}

describe('figures for Prometheus', () => {
  test('are not there unless somebody said so, and not without the token', async () => {
    const silent = await production();
    const absent = await silent.client(bearer).get('/metrics');
    expect([absent.status, absent.body.code]).toEqual([404, 'not-found']);

    const { client } = await production(told);
    for (const headers of [{}, { authorization: 'Bearer wrong' }, { authorization: token }]) {
      expect((await client(headers as Record<string, string>).get('/metrics')).status).toBe(401);
    }
    expect((await client(bearer).get('/metrics')).status).toBe(200);
  });

  test('tell of requests by route, of reports, and of what is released', async () => {
    const app = await production(told);
    const { viewer, developer, set, sdkKey, client } = app;
    const url = await listening(app);
    await set('awesome', { state: 'on' });
    for (const key of ['awesome', 'cart', 'lost']) await viewer.get(`/api/switches/${key}`);
    const deploy = { id: 'd1', app: 'web', environment: 'production', version: '2.0' };
    for (const event of ['start', 'finish'])
      await developer.post('/api/deploys', { ...deploy, event });
    const sdk = client((await sdkKey()).headers);
    const metrics = { minutes: [], trials: [], dropped: 4 };
    for (let sequence = 1; sequence <= 61; sequence++) {
      await sdk.post('/sdk/reports', { instance: 'one', sequence, metrics });
    }
    const { headers } = await sdkKey();
    const stream = await fetch(`${url}/sdk/stream`, { headers });
    onTestFinished(() => stream.body?.cancel());
    await fetch(`${url}/nowhere`, { method: 'PURGE' });

    const samples = await scraped(url);
    const value = (name: string, labels: Record<string, string> = {}) =>
      valueIn(samples, `switchyard_${name}`, labels);
    const here = { environment: 'production' };
    const route = '/api/switches/:key';
    const requests = (status: string) =>
      value('http_request_duration_seconds_count', { method: 'GET', route, status });
    expect([requests('200'), requests('404')]).toEqual([1, 2]);
    const most = { method: 'GET', route, status: '404', le: '+Inf' };
    expect(value('http_request_duration_seconds_bucket', most)).toBe(2);
    expect(samples.some(({ labels }) => labels.method === 'other')).toBe(true);
    expect(['taken', 'limited'].map((result) => value('reports_total', { result }))).toEqual([
      60, 1,
    ]);
    expect(value('reports_dropped_total')).toBe(240);
    expect(value('streams', here)).toBe(1);
    expect(value('rulesets_built_total', { ...here, kind: 'server', channel: 'live' })).toBe(1);
    expect([value('live_release', here), value('latest_release', here)]).toEqual([1, 1]);
    expect(value('deploys_total', { ...here, kind: 'config', action: 'publish' })).toBe(1);
    expect(value('deploys_total', { ...here, kind: 'code', action: 'start' })).toBe(1);
    expect(value('deploys_total', { ...here, kind: 'code', action: 'finish' })).toBeUndefined();
    expect([value('database_up'), value('train_waiting_groups', here)]).toEqual([1, 0]);
    expect(valueIn(samples, 'process_start_time_seconds')).toBeGreaterThan(0);
  });

  test('tell how far a release is, and what the guard thinks of it', async () => {
    const plan = [
      { audience: { kind: 'percentage', thousandths: 20_000 } as const, minimumMs: 60_000 },
    ];
    const guard = { alpha: 0.01 };
    const app = await station({ plan, guard } as never, told);
    const { boards, tells, driver, passes, sdkKey, client, clock } = app;
    await boards(driver, 'awesome');
    await boards(driver, 'cart', { board: { how: 'alone' } });
    await tells(driver, { do: 'mark', change: 1, mark: 'good' });
    await tells(driver, { do: 'depart', group: 1 });
    const sdk = client((await sdkKey()).headers);
    const { salt, stage, measures } = (await sdk.get('/sdk/ruleset')).body.candidate;
    const metrics = createMetrics();
    metrics.follow({ salt, stage, measures });
    for (let user = 0; user < 500; user++) {
      const arm = user < 100 ? 'canary' : 'control';
      metrics.track('request', `user-${user}`, arm, 20);
      if (user % 5 === 0) metrics.track('request.error', `user-${user}`, arm);
    }
    const report = { instance: 'one', sequence: 1, metrics: metrics.take(clock.now().getTime()) };
    expect((await sdk.post('/sdk/reports', report)).status).toBe(200);
    await passes(5_000);
    await tells(driver, { do: 'hold', reason: 'Let us look' });

    const samples = await scraped(await listening(app));
    const value = (name: string, labels: Record<string, string> = {}) =>
      valueIn(samples, `switchyard_${name}`, { environment: 'production', ...labels });
    expect([value('rollout_stage'), value('rollout_share')]).toEqual([0, 0.2]);
    expect([value('train_waiting_groups'), value('train_riders')]).toEqual([1, 2]);
    expect(value('train_holds')).toBe(1);
    expect([
      value('guard_users', { arm: 'canary' }),
      value('guard_users', { arm: 'control' }),
    ]).toEqual([100, 400]);
    expect(value('guard_ln_e_limit')).toBeCloseTo(Math.log(100));
    expect(value('guard_ln_e')).toBeLessThan(Math.log(100));
    for (const metric of ['errors', 'latency']) {
      expect(value('guard_metric_ln_e', { metric })).toBeLessThan(Math.log(100));
    }
    expect(value('guard_verdict', { verdict: 'hold' })).toBe(1);
    expect(value('guard_verdict', { verdict: 'roll back' })).toBe(0);
  });

  test('have a place of their own where that is wanted', async () => {
    const place = { host: '127.0.0.1', port: 0 };
    const { telemetry, client } = await production({ telemetry: { prometheus: place } });
    const url = `http://127.0.0.1:${await telemetry.start()}`;
    expect(read(await (await fetch(`${url}/metrics`)).text()).length).toBeGreaterThan(20);
    expect((await fetch(`${url}/api/status`)).status).toBe(404);
    expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
    expect((await client(bearer).get('/metrics')).status).toBe(404);

    const both = await production({ telemetry: { prometheus: place, prometheusToken: token } });
    const guarded = `http://127.0.0.1:${await both.telemetry.start()}/metrics`;
    expect((await fetch(guarded)).status).toBe(401);
    expect((await fetch(guarded, { headers: bearer })).status).toBe(200);
  });

  test('are told without the database if that is away', async () => {
    const app = await production(told);
    const url = await listening(app);
    await app.database.close();
    const samples = await scraped(url);
    expect(valueIn(samples, 'switchyard_database_up')).toBe(0);
    expect(samples.some(({ name }) => name === 'switchyard_live_release')).toBe(false);
    expect(app.errors.splice(0).length).toBeGreaterThan(0);
  });
});

describe('Graphite and StatsD', () => {
  test('are told of each deploy of code and config as it is written', async () => {
    const [tcp, udp] = [await graphite(), await statsd()];
    const telemetry = { graphite: tcp.place, statsd: udp.place };
    const { set, developer, clock, viewer } = await production({ telemetry });
    await set('awesome', { state: 'on' });
    const deploy = { id: 'd1', app: 'web shop', environment: 'production', version: '2.0' };
    await developer.post('/api/deploys', { ...deploy, event: 'start' });
    clock.advance(90_000);
    await developer.post('/api/deploys', { ...deploy, event: 'finish' });
    await developer.post('/api/log/notes', { text: 'Not a deploy', environment: 'production' });

    const seconds = Date.UTC(2026, 0, 5, 9) / 1000;
    await expect
      .poll(() => tcp.lines)
      .toEqual([
        { path: 'deploys.config.production', value: 1, seconds },
        { path: 'deploys.web_shop.production', value: 1, seconds },
      ]);
    await expect
      .poll(() => udp.named('deploys.web_shop.production'))
      .toEqual([
        { name: 'deploys.web_shop.production', value: 1, type: 'c' },
        { name: 'deploys.web_shop.production', value: 90_000, type: 'ms' },
      ]);
    expect(udp.named('deploys.config.production')).toHaveLength(1);
    expect(udp.named('switchyard.http.post.2xx').length).toBeGreaterThan(0);
    const { body } = await viewer.get('/api/environments/production/metrics/request');
    expect(body.deploys.map(({ at }: { at: string }) => Date.parse(at) / 1000)).toEqual([
      seconds,
      seconds,
    ]);
  });

  test('hold nothing up when they are gone', async () => {
    const gone = await graphite();
    await gone.close();
    const telemetry = { graphite: gone.place, statsd: { host: '127.0.0.1', port: 9 } };
    const { set, errors, telemetry: running } = await production({ telemetry });
    for (const state of ['on', 'off', 'on'])
      expect((await set('awesome', { state })).status).toBe(201);
    await expect.poll(() => errors.length).toBe(1);
    expect(String(errors.splice(0)[0])).toContain('is told later');
    await running.stop();
  });
});
