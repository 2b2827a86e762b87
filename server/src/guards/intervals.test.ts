import { expect, test } from 'vitest';
import { meanInterval, shareInterval } from './intervals.ts';
import { spreadOf } from './m.ts';
import { random } from './testing/random.ts';

test('an interval of a share lies around it and narrows', () => {
  expect(shareInterval(0, 0, 0.05)).toEqual({ low: 0, high: 1 });
  const few = shareInterval(2, 20, 0.05);
  const many = shareInterval(200, 2000, 0.05);
  expect(few.low).toBeLessThan(many.low);
  expect(many.low).toBeLessThan(0.1);
  expect(many.high).toBeGreaterThan(0.1);
  expect(many.high).toBeLessThan(few.high);
  expect(shareInterval(0, 100, 0.05)).toMatchObject({ low: 0 });
  expect(shareInterval(100, 100, 0.05)).toMatchObject({ high: 1 });
  const billion = shareInterval(1e7, 1e9, 0.05);
  expect(billion.high - billion.low).toBeLessThan(1e-4);
});

test('an interval of a share misses it at any time in at most 5 of 100 series', () => {
  const draw = random(1);
  let missed = 0;
  for (let series = 0; series < 300; series++) {
    let affected = 0;
    for (let users = 1; users <= 600; users++) {
      if (draw() < 0.1) affected++;
      if (users % 20 > 0) continue;
      const { low, high } = shareInterval(affected, users, 0.05);
      if (low > 0.1 || high < 0.1) {
        missed++;
        break;
      }
    }
  }
  expect(missed).toBeLessThanOrEqual(15);
});

test('an interval of a mean lies around it, and waits for 30 bins', () => {
  const draw = random(2);
  const n = Array.from({ length: 128 }, () => 20 + Math.floor(20 * draw()));
  const y = n.map((size) => size * (3 + draw()));
  const spread = spreadOf({ n, y });
  const interval = meanInterval(spread, 0.25, 0.05);
  expect(interval?.low).toBeLessThan(3.5);
  expect(interval?.high).toBeGreaterThan(3.5);
  expect(interval?.high).toBeLessThan(3.7);
  expect(meanInterval(spreadOf({ n: n.slice(0, 29), y }), 0.25, 0.05)).toBeNull();
  expect(meanInterval(spreadOf({ n, y: n.map(() => 0) }), 0.25, 0.05)).toBeNull();
});
