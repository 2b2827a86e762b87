import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import { type History, historyOf, sweep } from './service.ts';
import { environment, measuring } from './testing/measuring.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** Something every ten minutes for so many hours, and then silence for days. */
async function hours(count: number, silence: number) {
  const all = await measuring();
  for (let at = 0; at < 6 * count; at++) {
    const sdk = createMetrics();
    sdk.roll(all.now().getTime());
    for (let request = 0; request < 10; request++)
      sdk.track('request', 'ann', 'control', 10 * (1 + at));
    if (at % 6 === 0) sdk.track('signup', undefined, 'none');
    await all.report('i1', sdk);
    all.advance(600);
  }
  all.advance(silence);
  const history = (days: number, event = 'request') => {
    const from = new Date(all.now().getTime() - 1000 * days * DAY);
    return all.read((each) => historyOf(each, environment, event, from, all.now()));
  };
  const rowsIn = async (table: 'series' | 'series_hours') =>
    Number((await all.run(`select count(*) as rows from ${table}`))[0]?.rows);
  return { ...all, history, rowsIn };
}

const total = ({ points }: History) => points.reduce((sum, { count }) => sum + count, 0);

test('old minutes become hours, and no history is other than before', async () => {
  const { work, rowsIn, history } = await hours(5, 2 * DAY);
  const before = [await history(7), await history(7, 'signup')];
  expect(before.map(({ stepMs }) => stepMs)).toEqual([3_600_000, 3_600_000]);
  expect(before.map(total)).toEqual([300, 5]);

  let sweeps = 0;
  while (await work(sweep)) sweeps++;
  expect(sweeps).toBe(5);
  expect(await rowsIn('series')).toBe(0);
  expect(await rowsIn('series_hours')).toBe(10);
  expect([await history(7), await history(7, 'signup')]).toEqual(before);
  const [first] = before[0]?.points ?? [];
  expect(first).toMatchObject({ count: 60, sum: 2100, totals: { control: [60, 2100] } });
  expect(first?.quantiles?.p99).toBeGreaterThan(57);
});

test('one history goes over hours and minutes alike', async () => {
  const { work, advance, rowsIn, history } = await hours(6, 2 * DAY - 3 * HOUR);
  while (await work(sweep));
  expect(await rowsIn('series')).toBe(3 * 6 + 3);
  expect(total(await history(7))).toBe(360);
  expect((await history(7)).points.map(({ count }) => count)).toEqual([60, 60, 60, 60, 60, 60]);
  // Whoever asks for no more than the last two days is told of minutes.
  const recent = await history(2);
  expect(recent.stepMs).toBeLessThan(3_600_000);
  expect(total(recent)).toBe(180);
  advance(DAY);
  while (await work(sweep));
  expect(total(await history(7))).toBe(360);
});

test('an hour that is not wholly old stays as it is, and swept twice is swept once', async () => {
  const { work, rowsIn, history, advance } = await hours(1, 2 * DAY - HOUR + 300);
  expect(await work(sweep)).toBe(false);
  expect(await rowsIn('series_hours')).toBe(0);
  advance(HOUR);
  while (await work(sweep));
  const once = await history(7);
  expect(await work(sweep)).toBe(false);
  expect(await history(7)).toEqual(once);
  expect(total(once)).toBe(60);
});

test('a transaction that fails leaves every minute where it was', async () => {
  const { work, rowsIn, history } = await hours(2, 2 * DAY);
  const before = [await history(7), await rowsIn('series')];
  const killed = work(async (each) => {
    await sweep(each);
    throw new Error('killed');
  });
  await expect(killed).rejects.toThrow('killed');
  expect([await history(7), await rowsIn('series')]).toEqual(before);
});

test('hours are forgotten after 90 days', async () => {
  const { work, rowsIn, advance } = await hours(3, 2 * DAY);
  while (await work(sweep));
  advance(88 * DAY - HOUR);
  while (await work(sweep));
  expect(await rowsIn('series_hours')).toBeGreaterThan(0);
  advance(3 * HOUR);
  while (await work(sweep));
  expect(await rowsIn('series_hours')).toBe(0);
});
