import fc from 'fast-check';
import murmurhash from 'murmurhash';
import { describe, expect, test } from 'vitest';
import { position, seedOf, threshold } from './bucket.ts';
import { murmur3 } from './murmur3.ts';
import { anyText, fixed } from './testing/arbitraries.ts';
import { readJson } from './testing/read-vectors.ts';

const vectors: {
  positions: { salt: string; unit: string; position: number }[];
  thresholds: { thousandths: number; threshold: number }[];
} = readJson('buckets.json');

describe('murmur3', () => {
  test('gives the numbers of the npm package, for any text and seed', () => {
    fc.assert(
      fc.property(anyText, fc.integer({ min: 0, max: 2 ** 32 - 1 }), (text, seed) => {
        expect(murmur3(text, seed)).toBe(murmurhash.v3(text, seed));
      }),
      { ...fixed, numRuns: 20_000 },
    );
  });

  test('gives them for other characters at every place of a block', () => {
    for (const other of [
      'é',
      '€',
      '😀',
      '\ud800',
      '\udc00',
      '\udc00\ud800',
      '\u0080',
      '\u07ff',
      '\uffff',
    ]) {
      for (let before = 0; before < 9; before++) {
        for (let after = 0; after < 9; after++) {
          const text = 'x'.repeat(before) + other + 'y'.repeat(after);
          expect(murmur3(text, 7)).toBe(murmurhash.v3(text, 7));
        }
      }
    }
  });
});

describe('buckets', () => {
  test.each(vectors.positions)('$unit under $salt', ({ salt, unit, position: expected }) => {
    expect(position(salt, unit)).toBe(expected);
    expect(murmur3(unit, seedOf(salt))).toBe(expected);
  });

  test.each(vectors.thresholds)(
    'threshold of $thousandths',
    ({ thousandths, threshold: expected }) => {
      expect(threshold(thousandths)).toBe(expected);
    },
  );
});
