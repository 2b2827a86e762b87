/** From least to most; each may do what those before it may. */
export const roles = ['viewer', 'developer', 'driver', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Roles by environment key; `*` is all environments and the server itself. */
export type Grants = Readonly<Record<string, Role>>;

const rank = (role: Role | undefined) => (role === undefined ? -1 : roles.indexOf(role));

/** The greater of the role in this environment and the role everywhere. */
export function roleIn(grants: Grants, environment: string): Role | undefined {
  const own = Object.hasOwn(grants, environment) ? grants[environment] : undefined;
  return rank(own) > rank(grants['*']) ? own : grants['*'];
}

export const isAtLeast = (role: Role | undefined, least: Role) => rank(role) >= rank(least);
