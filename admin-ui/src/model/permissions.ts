import type { Entry, Environment, Role, Session } from '../api-types.ts';

/** From least to most. */
export const roles: readonly Role[] = ['viewer', 'developer', 'driver', 'admin'];

const isAtLeast = (role: Role | undefined, least: Role) =>
  role !== undefined && roles.indexOf(role) >= roles.indexOf(least);

export const mayPublish = (environment: Environment) =>
  isAtLeast(environment.role, environment.policy.publish);

/** Whoever may kill a switch and roll back. */
export const mayRollBack = (environment: Environment) => isAtLeast(environment.role, 'developer');

/** Whether there can be something to roll back: kills are lifted by reviving only. */
export const isRevocable = ({ action, rolledBackBy }: Pick<Entry, 'action' | 'rolledBackBy'>) =>
  rolledBackBy === undefined && action !== 'kill' && action !== 'revive';

export const isAdminEverywhere = (session: Session) => session.roles['*'] === 'admin';

/** Whether there is an environment where one may at least do what this role may. */
export const isSomewhere = (environments: readonly Environment[], least: Role) =>
  environments.some(({ role }) => isAtLeast(role, least));
