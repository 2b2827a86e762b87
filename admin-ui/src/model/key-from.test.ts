import { isKey } from '@switchyard/core';
import { expect, test } from 'vitest';
import { keyFrom } from './key-from.ts';

test.each([
  ['One-page checkout', 'one-page-checkout'],
  ['  Größere Bilder!  ', 'grossere-bilder'],
  ['Café №5', 'cafe-5'],
  ['x'.repeat(90), 'x'.repeat(64)],
])('a key for %j', (name, key) => {
  expect(keyFrom(name)).toBe(key);
  expect(isKey(key)).toBe(true);
});

test('there is none for a name without letters or digits', () => {
  expect(keyFrom('—')).toBe('');
});
