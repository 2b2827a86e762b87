import { type Grants, isAtLeast, type Role, roleIn } from '../platform/roles.ts';

/** The lesser of two sets of grants, environment by environment. */
export function lesser(one: Grants, other: Grants): Grants {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return Object.fromEntries(
    [...keys].flatMap((key) => {
      const [here, there] = [roleIn(one, key), roleIn(other, key)];
      if (here === undefined || there === undefined) return [];
      return [[key, isAtLeast(here, there) ? there : here]];
    }),
  );
}

/** Where the first grants more than the second. */
export const beyond = (grants: Grants, limit: Grants): string[] =>
  Object.keys(grants).filter((key) => !isAtLeast(roleIn(limit, key), grants[key] as Role));
