import { expect, test } from 'vitest';
import { usualGuard } from '../../environments/guard.ts';
import { station } from '../../trains/testing/station.ts';
import { sweep } from '../service.ts';

const DAY = 24 * 3_600_000;
const plan = [
  { audience: { kind: 'percentage', thousandths: 20_000 } as const, minimumMs: 60_000 },
];

test('how evidence grew is forgotten after 90 days, and the last verdict never', async () => {
  const { boards, tells, driver, passes, clock, work, base, place } = await station({
    plan,
    guard: usualGuard,
  });
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  const { body } = await tells(driver, { do: 'depart', group: 1 });
  for (let look = 0; look < 5; look++) await passes(6_000);
  await tells(driver, { do: 'abort', group: 1 });
  const evidence = async () =>
    (await driver.get(`${base}/releases/${body.rollout.release}/evidence`)).body;
  const before = await evidence();
  expect(before.curve.length).toBeGreaterThan(4);
  // Of what is only a point of the curve, no more is kept.
  const texts = await place.run('select verdict from guard_verdicts order by id');
  expect(texts.filter(({ verdict }) => String(verdict).includes('reasons'))).toHaveLength(1);

  clock.advance(89 * DAY);
  expect(await work(sweep)).toBe(false);
  expect(await evidence()).toEqual(before);
  clock.advance(2 * DAY);
  expect(await work(sweep)).toBe(false);
  expect(await evidence()).toEqual({ ...before, curve: before.curve.slice(-1) });
});
