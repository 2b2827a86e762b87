import { expect, test } from 'vitest';
import { createAttempts } from './attempts.ts';

const at = (milliseconds: number) => new Date(milliseconds);

test('counts per key, and starts over when the time is up', () => {
  const attempts = createAttempts({ most: 2, perMs: 90_000, capacity: 9 });
  attempts.count('a', at(0));
  attempts.count('a', at(1));
  expect(() => attempts.count('a', at(30_000))).toThrow('Try again in 1 min');
  expect(() => attempts.count('b', at(30_000))).not.toThrow();
  expect(() => attempts.count('a', at(90_000))).not.toThrow();
});

test('remembers a bounded number of keys, those tried last', () => {
  const attempts = createAttempts({ most: 1, perMs: 1000, capacity: 2 });
  for (const key of ['a', 'b', 'c']) attempts.count(key, at(0));

  expect(() => attempts.count('b', at(1))).toThrow('Too many attempts');
  expect(() => attempts.count('c', at(1))).toThrow('Too many attempts');
  expect(() => attempts.count('a', at(1))).not.toThrow();
});
