import { Problem } from '../platform/problem.ts';
import { type Grants, roleIn } from '../platform/roles.ts';
import type { Actor } from '../platform/work.ts';
import type { Someone } from './commands.ts';

export interface Caller {
  readonly actor: Actor;
  readonly personId?: string | undefined;
  readonly grants: Grants;
}

/** Who it is on the train of this environment. Whoever acts by a token of their own is still the same person. */
export function someone({ actor, personId, grants }: Caller, environment: string): Someone {
  const role = roleIn(grants, environment);
  if (role === undefined) {
    throw new Problem('forbidden', `This needs a role in ${environment}`);
  }
  return { kind: actor.kind, id: personId ?? actor.id, name: actor.name, role };
}

export const grantsOf = ({ role }: Someone, environment: string): Grants => ({
  [environment]: role,
});
