import { expect, onTestFinished, test } from 'vitest';
import { createGraphite } from './graphite.ts';
import type { Deployed } from './meter.ts';
import { nameOf } from './names.ts';
import { graphite } from './testing/listeners.ts';

const deploy = (app: string, minute = 0) =>
  ({
    ...{ what: 'deploy', kind: 'code', action: 'start', app, environment: 'production' },
    at: new Date(Date.UTC(2026, 0, 5, 9, minute, 0, 999)),
  }) satisfies { what: 'deploy' } & Deployed;
const nine = Date.UTC(2026, 0, 5, 9) / 1000;

function outlet(place: { host: string; port: number }, prefix = '') {
  const errors: unknown[] = [];
  const report = (error: unknown) => errors.push(error);
  const made = createGraphite({ place, prefix, report, retryMs: 20 });
  onTestFinished(made.close);
  return { ...made, errors };
}

/** A port at which nobody listens. */
async function emptyPlace() {
  const { place, close } = await graphite();
  await close();
  return place;
}

test('a deploy is a line, by its second', async () => {
  const { place, lines } = await graphite();
  const { meter, errors } = outlet(place, 'flags.');
  meter(deploy('web'));
  meter(deploy('web', 1));
  meter({ what: 'ruleset', environment: 'production', kind: 'server', channel: 'live' });
  await expect
    .poll(() => lines)
    .toEqual([
      { path: 'flags.deploys.web.production', value: 1, seconds: nine },
      { path: 'flags.deploys.web.production', value: 1, seconds: nine + 60 },
    ]);
  expect(errors).toEqual([]);
});

test('names are made of what Graphite takes', async () => {
  expect(nameOf('deploys', 'my app/v2.1 ünï\n1 2', '')).toBe('deploys.my_app_v2_1_n_1_2._');
  expect(nameOf('a'.repeat(300))).toHaveLength(100);
  const { place, lines } = await graphite();
  outlet(place).meter(deploy('../shop; rm -rf\n'));
  await expect
    .poll(() => lines.map(({ path }) => path))
    .toEqual(['deploys._shop_rm_-rf_.production']);
});

test('who is not there is told later, in order, and is complained of once', async () => {
  const place = await emptyPlace();
  const { meter, errors } = outlet(place);
  for (const minute of [1, 2, 3]) meter(deploy('web', minute));
  await expect.poll(() => errors.length).toBe(1);
  expect(String(errors[0])).toContain(`Graphite at 127.0.0.1:${place.port} is told later`);
  meter(deploy('web', 4));
  const { lines } = await graphite(place.port);
  await expect.poll(() => lines.map(({ seconds }) => (seconds - nine) / 60)).toEqual([1, 2, 3, 4]);
  expect(errors).toHaveLength(1);
});

test('who goes away in between is told again', async () => {
  const first = await graphite();
  const { meter } = outlet(first.place);
  meter(deploy('web', 1));
  await expect.poll(() => first.lines.length).toBe(1);
  await first.close();
  meter(deploy('web', 2));
  const second = await graphite(first.place.port);
  await expect.poll(() => second.lines.map(({ seconds }) => seconds)).toEqual([nine + 120]);
});

test('what waits is bounded: the oldest goes first', async () => {
  const place = await emptyPlace();
  const { meter } = outlet(place);
  for (let minute = 0; minute < 1_500; minute++) meter(deploy('web', minute));
  const { lines } = await graphite(place.port);
  await expect.poll(() => lines.length).toBe(1_000);
  expect(lines.at(-1)?.seconds).toBe(nine + 1_499 * 60);
  expect(lines[0]?.seconds).toBe(nine + 500 * 60);
});

test('it ends while nobody listens', async () => {
  const { meter, close } = outlet(await emptyPlace());
  meter(deploy('web'));
  await close();
  meter(deploy('web'));
});
