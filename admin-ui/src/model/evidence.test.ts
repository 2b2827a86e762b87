import { expect, test } from 'vitest';
import { usersView } from '../testing/evidence.ts';
import { evidenceInWords, oddsInWords, ratioInWords } from './evidence.ts';

test.each([
  [0, '1'],
  [Math.log(100), '100'],
  [-2.3, '0.1'],
  [Math.log(0.0123), '0.012'],
  [Math.log(123_456), '123,000'],
  [50, '10²¹'],
  [Math.log(1e8), '10⁸'],
])('evidence of e^%d is %s', (lnE, words) => {
  expect(evidenceInWords(lnE)).toBe(words);
});

test('odds are of so many releases', () => {
  expect([0.01, 0.05, 0.001, 0.03].map(oddsInWords)).toEqual([
    '1 in 100',
    '1 in 20',
    '1 in 1,000',
    '30 in 1,000',
  ]);
});

test.each([
  [8, 4.9, '8× worse, at least 4.9×'],
  [1.2, 1.08, '20\u00a0% worse, at least 8\u00a0%'],
  [3, 0.9, '3× worse'],
  [1, 0, 'the same'],
  [0.5, 0, '2× better'],
  [null, 0, 'not yet comparable'],
])('a ratio of %s, at least %s, is %s', (ratio, lowerBound, words) => {
  expect(ratioInWords({ ...usersView, ratio, lowerBound })).toBe(words);
});
