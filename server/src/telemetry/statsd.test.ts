import { expect, onTestFinished, test } from 'vitest';
import type { Deployed, Happening } from './meter.ts';
import { createStatsD } from './statsd.ts';
import { statsd } from './testing/listeners.ts';

function outlet(place: { host: string; port: number }, more: { prefix?: string } = {}) {
  const errors: unknown[] = [];
  const report = (error: unknown) => errors.push(error);
  const connections = () => ({ production: 3, 'eu-west': 1 });
  const made = createStatsD({ place, prefix: '', connections, report, everyMs: 50, ...more });
  onTestFinished(made.close);
  return { ...made, errors };
}

const deploy: Deployed = {
  ...{ kind: 'code', action: 'start', app: 'my shop', environment: 'production' },
  at: new Date(0),
};

test('what happens is counted and timed', async () => {
  const { place, stats, named } = await statsd();
  const { meter, errors } = outlet(place, { prefix: 'flags.' });
  const happenings: Happening[] = [
    { what: 'request', method: 'GET', route: '/api/log', status: 404, ms: 12.5 },
    { what: 'report', result: 'taken', dropped: 0 },
    { what: 'report', result: 'limited', dropped: 7 },
    { what: 'ruleset', environment: 'production', kind: 'server', channel: 'live' },
    { what: 'deploy', ...deploy },
    { what: 'deploy-end', ...deploy, ms: 90_000 },
  ];
  for (const each of happenings) meter(each);
  await expect.poll(() => named('flags.switchyard.streams.production').length).toBeGreaterThan(0);
  await expect
    .poll(() => named('flags.deploys.my_shop.production'))
    .toEqual([
      { name: 'flags.deploys.my_shop.production', value: 1, type: 'c' },
      { name: 'flags.deploys.my_shop.production', value: 90_000, type: 'ms' },
    ]);
  expect(stats).toEqual(
    expect.arrayContaining([
      { name: 'flags.switchyard.http.get.4xx', value: 12.5, type: 'ms' },
      { name: 'flags.switchyard.reports.taken', value: 1, type: 'c' },
      { name: 'flags.switchyard.reports.limited', value: 1, type: 'c' },
      { name: 'flags.switchyard.reports.dropped', value: 7, type: 'c' },
      { name: 'flags.switchyard.rulesets.production', value: 1, type: 'c' },
      { name: 'flags.switchyard.streams.production', value: 3, type: 'g' },
      { name: 'flags.switchyard.streams.eu-west', value: 1, type: 'g' },
    ]),
  );
  expect(errors).toEqual([]);
});

test('what was counted last is told before it ends', async () => {
  const { place, named } = await statsd();
  const { meter, close } = outlet(place);
  meter({ what: 'deploy', ...deploy });
  await close();
  await expect.poll(() => named('deploys.my_shop.production').length).toBe(1);
});

test('a place that there is not is complained of once', async () => {
  const { meter, errors } = outlet({ host: 'nowhere.invalid', port: 8125 });
  for (let count = 0; count < 50; count++) meter({ what: 'deploy', ...deploy });
  await expect.poll(() => errors.length, { timeout: 20_000 }).toBe(1);
  expect(String(errors[0])).toContain('StatsD at nowhere.invalid:8125');
});
