import { ALL } from '@switchyard/core';
import { expect, test } from 'vitest';
import { evenSplit, sumOf } from './split.ts';

test('an even split makes exactly 100 %, however many share it', () => {
  for (const count of [1, 2, 3, 7, 13]) {
    const split = evenSplit(
      Array.from({ length: count }, (_, at) => `v${at}`),
      ALL,
    );
    const weights = split.map(({ weight }) => weight);
    expect(sumOf(split)).toBe(ALL);
    expect(Math.max(...weights) - Math.min(...weights)).toBeLessThanOrEqual(1);
  }
});
