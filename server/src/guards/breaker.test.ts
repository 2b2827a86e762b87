import { expect, test } from 'vitest';
import { lnPoissonTail, surge } from './breaker.ts';

const baseline = { events: 90, exposure: 900 };

test('the Poisson tail agrees with the sum of its terms', () => {
  for (const [k, mean] of [
    [1, 0.1],
    [3, 0.5],
    [12, 4],
    [45, 15],
  ] as const) {
    let term = Math.exp(-mean);
    let below = 0;
    let tail = 0;
    for (let n = 0; n < 400; n++) {
      if (n < k) below += term;
      else tail += term;
      term *= mean / (n + 1);
    }
    expect(below + tail).toBeCloseTo(1, 12);
    expect(lnPoissonTail(k, mean)).toBeCloseTo(Math.log(tail), 10);
  }
});

test('trips at three times the baseline, if that is more than chance', () => {
  expect(surge({ events: 18, exposure: 60 }, baseline).isTripped).toBe(true);
  expect(surge({ events: 17, exposure: 60 }, baseline).isTripped).toBe(false);
  expect(surge({ events: 4, exposure: 10 }, baseline)).toMatchObject({
    times: 4,
    isTripped: false,
  });
  expect(surge({ events: 299, exposure: 60 }, { events: 1500, exposure: 900 }).isTripped).toBe(
    false,
  );
  expect(surge({ events: 300, exposure: 60 }, { events: 1500, exposure: 900 }).isTripped).toBe(
    true,
  );
});

test('stays put on the first error after a calm baseline, and without any baseline', () => {
  const none = { events: 0, exposure: 900 };
  expect(surge({ events: 1, exposure: 5 }, none).isTripped).toBe(false);
  expect(surge({ events: 10, exposure: 60 }, none).isTripped).toBe(true);
  expect(surge({ events: 1000, exposure: 60 }, { events: 0, exposure: 0 })).toMatchObject({
    isTripped: false,
    times: 0,
  });
  expect(surge({ events: 0, exposure: 0 }, baseline).isTripped).toBe(false);
});

test('bears a billion', () => {
  const lots = { events: 1e9, exposure: 1e6 };
  expect(surge({ events: 4e9, exposure: 1e6 }, lots).isTripped).toBe(true);
  expect(surge({ events: 1e9, exposure: 1e6 }, lots).isTripped).toBe(false);
});
