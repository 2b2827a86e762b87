import type {
  Entry,
  Environment,
  Policy,
  Release,
  Role,
  Session,
  ThingKind,
} from '../api-types.ts';
import type { Fields } from './draft.ts';

/** From least to most. */
export const roles: readonly Role[] = ['viewer', 'developer', 'driver', 'admin'];

export const isAtLeast = (role: Role | undefined, least: Role) =>
  role !== undefined && roles.indexOf(role) >= roles.indexOf(least);

export const mayPublish = (environment: Environment) =>
  isAtLeast(environment.role, environment.policy.publish);

const extents: readonly Policy['express'][] = ['harmless', 'percentages', 'anything'];

/** Whether a change that goes this far may leave at once. */
export const mayExpress = (environment: Environment, extent: Policy['express']) =>
  isAtLeast(environment.role, extent === 'harmless' ? 'developer' : environment.policy.publish) &&
  extents.indexOf(extent) <= extents.indexOf(environment.policy.express);

/** Why an edit may not be published at once, as far as can be told here; it may still be proposed. */
export function refusalToPublish(
  environment: Environment,
  kind: ThingKind,
  set: Fields,
): string | undefined {
  const { role, policy } = environment;
  if (!mayPublish(environment)) {
    return `Publishing at once needs the role ${policy.publish} here; yours is ${role}.`;
  }
  if (policy.express === 'harmless') return 'Only new switches that are off leave at once here.';
  const isPercentage = kind === 'switch' && Object.keys(set).every((field) => field === 'rules');
  if (policy.express === 'percentages' && !isPercentage) {
    return 'Only percentages are changed at once here.';
  }
  return undefined;
}

/** Whoever may propose changes, hold the train and ride it. */
export const mayPropose = (environment: Environment) => isAtLeast(environment.role, 'developer');

/** Whoever may kill a switch and roll back. */
export const mayRollBack = (environment: Environment) => isAtLeast(environment.role, 'developer');

/** Whether there can be something to roll back, of a release or its entry: kills are lifted by reviving only. */
export function isRevocable({ action, rolledBackBy, outcome }: Revocable): boolean {
  const end = typeof outcome === 'object' ? outcome.action : outcome;
  const isAborted = end === 'abort' || end === 'aborted';
  return rolledBackBy === undefined && !isAborted && !irrevocable.has(action);
}

type Revocable = Pick<Entry | Release, 'action' | 'rolledBackBy' | 'outcome'>;
const irrevocable = new Set(['kill', 'revive', 'abort', 'stage']);

export const isAdminEverywhere = (session: Session) => session.roles['*'] === 'admin';

/** Whether there is an environment where one may at least do what this role may. */
export const isSomewhere = (environments: readonly Environment[], least: Role) =>
  environments.some(({ role }) => isAtLeast(role, least));
