import { type Grants, isAtLeast, type Role, roleIn } from '../platform/roles.ts';

/** The lesser of two sets of grants, environment by environment. */
export function lesser(one: Grants, other: Grants): Grants {
  const result: Record<string, Role> = {};
  for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
    const [here, there] = [roleIn(one, key), roleIn(other, key)];
    if (here !== undefined && there !== undefined) {
      result[key] = isAtLeast(here, there) ? there : here;
    }
  }
  return result;
}

/** Where the first grants more than the second. */
export const beyond = (grants: Grants, limit: Grants): string[] =>
  Object.keys(grants).filter((key) => !isAtLeast(roleIn(limit, key), grants[key] as Role));
