import { expect, test } from 'vitest';
import { durationInWords, unitOf } from './durations.ts';

test('a duration is told by its two largest parts', () => {
  const spaced = (ms: number) => durationInWords(ms).replaceAll('\u00a0', ' ');
  expect([0, 999, 34_000, 120_000, 3_900_000, 90_061_000].map(spaced)).toEqual([
    '0 s',
    '0 s',
    '34 s',
    '2 min',
    '1 h 5 min',
    '1 d 1 h',
  ]);
});

test('the unit is the largest in which it is whole', () => {
  expect([0, 90_000, 120_000, 7_200_000, 1_500].map((ms) => unitOf(ms).name)).toEqual([
    'minutes',
    'seconds',
    'minutes',
    'hours',
    'seconds',
  ]);
});
