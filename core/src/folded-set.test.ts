import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lowerAscii } from './ascii.ts';
import { foldedSet } from './folded-set.ts';
import { fixed } from './testing/arbitraries.ts';

const texts = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'é', 'É', '@', 'K', '\u212a'),
  maxLength: 4,
});

test('has what a set of the texts in lower case has', () => {
  fc.assert(
    fc.property(fc.array(texts, { maxLength: 8 }), texts, fc.nat(4), (listed, text, from) => {
      const has = foldedSet(listed);
      const reference = new Set(listed.map(lowerAscii));
      for (const each of listed) expect(has(each, 0)).toBe(true);
      expect(has(text, Math.min(from, text.length))).toBe(
        reference.has(lowerAscii(text.slice(from))),
      );
    }),
    { ...fixed, numRuns: 5_000 },
  );
});
