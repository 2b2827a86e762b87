import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Grants, isAtLeast, roleIn, roles } from '../platform/roles.ts';
import { beyond, lesser } from './grants.ts';

const grants: fc.Arbitrary<Grants> = fc.dictionary(
  fc.constantFrom('*', 'a', 'b', 'c', '__proto__', 'constructor'),
  fc.constantFrom(...roles),
);
const environments = ['a', 'b', 'c', 'elsewhere', '__proto__', 'constructor', 'toString'];

test('the lesser of two grants is the lesser role in every environment', () => {
  fc.assert(
    fc.property(grants, grants, fc.constantFrom(...environments), (one, other, environment) => {
      const [a, b] = [roleIn(one, environment), roleIn(other, environment)];
      const least = a === undefined || b === undefined ? undefined : isAtLeast(a, b) ? b : a;
      expect(roleIn(lesser(one, other), environment)).toBe(least);
    }),
    { seed: 1 },
  );
});

test('nothing is beyond its limit exactly if it grants no more anywhere', () => {
  fc.assert(
    fc.property(grants, grants, (some, limit) => {
      const isMoreSomewhere = [...environments, '*'].some((key) => {
        const granted = roleIn(some, key);
        return granted !== undefined && !isAtLeast(roleIn(limit, key), granted);
      });
      expect(beyond(some, limit).length > 0).toBe(isMoreSomewhere);
    }),
    { seed: 1 },
  );
});
