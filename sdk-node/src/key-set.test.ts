import { expect, test } from 'vitest';
import { createKeySet } from './key-set.ts';

test('has what was added and not taken out, whatever the keys are', () => {
  const set = createKeySet();
  const keys = [
    '',
    '__proto__',
    '\ud800',
    'ü',
    ...Array.from({ length: 5_000 }, (_, at) => `u${at}`),
  ];
  for (const key of keys) set.add(key);
  set.add('u1');
  set.delete('u1');
  set.delete('nobody');
  expect(keys.filter((key) => !set.has(key))).toEqual(['u1']);
  expect(['nobody', 'u5000', '\ud801'].some((key) => set.has(key))).toBe(false);
});
