import { expect, test } from 'vitest';
import { BUCKETS, bucketOf, quantile } from './histogram.ts';

test('a quantile is known to within 5 %, whatever the scale', () => {
  for (const scale of [0.01, 1, 250, 1e4]) {
    const counts = new Map<number, number>();
    for (let value = 1; value <= 1000; value++) {
      const bucket = bucketOf(Math.log(scale * value));
      counts.set(bucket, (counts.get(bucket) ?? 0) + 1);
    }
    for (const part of [0.5, 0.95, 0.99]) {
      expect(Math.abs((quantile(counts, part) ?? 0) / (scale * 1000 * part) - 1)).toBeLessThan(
        0.05,
      );
    }
  }
});

test('what is too small or too large is in the first or last bucket', () => {
  expect([Number.NEGATIVE_INFINITY, -99, 99].map(bucketOf)).toEqual([0, 0, BUCKETS - 1]);
  expect(quantile([], 0.5)).toBeUndefined();
});
