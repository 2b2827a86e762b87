import { ALL } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import {
  leapt,
  marks,
  parsePercent,
  percent,
  percentageAt,
  positionOf,
  sliderEnd,
  stepped,
} from './percent.ts';

describe('a percentage', () => {
  test.each([
    ['5', 5_000],
    ['5 %', 5_000],
    ['0.125', 125],
    ['12,5%', 12_500],
    ['0', 0],
    ['100', ALL],
    [' 33.333 ', 33_333],
  ])('is read from %j', (text, thousandths) => {
    expect(parsePercent(text)).toBe(thousandths);
  });

  test.each(['', '101', '100.001', '12.34567', '-1', '1e2', 'five', '5 5'])(
    'is not read from %j',
    (text) => {
      expect(parsePercent(text)).toBeUndefined();
    },
  );

  test('is written without what it does not need', () => {
    expect([0, 125, 5_000, 12_500, ALL].map(percent)).toEqual([
      '0\u00a0%',
      '0.125\u00a0%',
      '5\u00a0%',
      '12.5\u00a0%',
      '100\u00a0%',
    ]);
  });
});

describe('the slider', () => {
  test('has its marks at even distances', () => {
    expect(marks.map(positionOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  test('comes back to the percentage that a position was made of', () => {
    for (const thousandths of [0, 10, 100, 300, 1_000, 2_500, 7_000, 17_000, 42_000, 77_000, ALL]) {
      expect(percentageAt(positionOf(thousandths))).toBe(thousandths);
    }
  });

  test('gives whole steps only', () => {
    expect(percentageAt(2.51)).toBe(3_000);
    expect(percentageAt(6.999)).toBe(ALL);
    expect(percentageAt(sliderEnd)).toBe(ALL);
    expect(percentageAt(-1)).toBe(0);
  });

  test('reaches every step from 0 to 100 by arrow keys, and back the same way', () => {
    const up = [0];
    while ((up.at(-1) ?? ALL) < ALL) up.push(stepped(up.at(-1) ?? ALL, 1));
    const down = [ALL];
    while ((down.at(-1) ?? 0) > 0) down.push(stepped(down.at(-1) ?? 0, -1));

    expect(down.reverse()).toEqual(up);
    expect(up).toEqual(expect.arrayContaining([...marks]));
  });

  test('goes from a percentage that was typed to the next whole step', () => {
    expect(stepped(33_333, 1)).toBe(34_000);
    expect(stepped(33_333, -1)).toBe(33_000);
  });

  test('stays within its ends, and leaps from mark to mark', () => {
    expect(stepped(0, -1)).toBe(0);
    expect(stepped(ALL, 1)).toBe(ALL);
    expect(leapt(3_000, 1)).toBe(5_000);
    expect(leapt(3_000, -1)).toBe(1_000);
    expect(leapt(ALL, 1)).toBe(ALL);
  });
});
