import type { Problem } from '@switchyard/core';
import type { Role } from '../platform/roles.ts';
import { type FreezeWindow, problemsWithFreezes } from './freeze.ts';
import { type Guard, problemsWithGuard } from './guard.ts';
import { type CanaryPlan, problemsWithPlan } from './plan.ts';

/** The roles that a policy may ask for. */
export const publishRoles = ['developer', 'driver', 'admin'] as const satisfies readonly Role[];
export type PublishRole = (typeof publishRoles)[number];

/**
 * How far a change goes: `harmless` makes switches that are off, `percentages` moves percentages and nothing else.
 * Policies say which of these may leave at once.
 */
export const extents = ['harmless', 'percentages', 'anything'] as const;
export type Extent = (typeof extents)[number];

/** The rules of one environment: who may do what, and how its train goes. */
export interface Policy {
  /** The least role that lets a change leave at once, as far as `express` goes, and that lifts kills. */
  readonly publish: PublishRole;
  /** Whether the admin UI asks before it publishes. */
  readonly confirm: boolean;
  /** The least role that may; riding, marking, holding, killing and rolling back are every developer's. */
  readonly who: {
    readonly board: PublishRole;
    /** Drive any group, not only their own; let it depart; kick. */
    readonly depart: PublishRole;
    /** Pass over what stands in the way, with a reason. */
    readonly override: PublishRole;
    /** Lift the hold of somebody else. */
    readonly unhold: PublishRole;
  };
  /** How far a change may go that leaves at once. A harmless one always may. */
  readonly express: Extent;
  /** How many must approve a change, and how many one that leaves at once. */
  readonly approvals: number;
  readonly expressApprovals: number;
  readonly isPrincessRequired: boolean;
  /** What happens to a group that was let go and only waited for code, once the code is there. */
  readonly whenCodeIsThere: 'depart' | 'wait for command';
  /** What happens to changes that need code which is rolled back. */
  readonly whenCodeGoesBack: 'warn' | 'roll back';
  readonly plan: CanaryPlan;
  /** Null: stages go by time only, and nothing is measured. */
  readonly guard: Guard | null;
  /** The attribute that is a release's unit; the targeting key if null. */
  readonly by: string | null;
  readonly freezes: readonly FreezeWindow[];
}

/** As free as an environment gets: what departs is live at once, and anything may. */
export const openPolicy: Policy = {
  publish: 'developer',
  confirm: false,
  who: { board: 'developer', depart: 'developer', override: 'driver', unhold: 'driver' },
  express: 'anything',
  approvals: 0,
  expressApprovals: 0,
  isPrincessRequired: false,
  whenCodeIsThere: 'depart',
  whenCodeGoesBack: 'warn',
  plan: [],
  guard: null,
  by: null,
  freezes: [],
};

const MOST_APPROVALS = 10;

/** What is wrong with a policy, each in a sentence. */
export function problemsWithPolicy(policy: Policy): Problem[] {
  const counts = ['approvals', 'expressApprovals'] as const;
  return [
    ...counts
      .filter((name) => !isCount(policy[name]))
      .map((name) => ({
        path: [name],
        message: `${name} is ${policy[name]}; it must be a whole number from 0 to ${MOST_APPROVALS}.`,
      })),
    ...problemsWithPlan(policy.plan),
    ...problemsWithGuard(policy.guard),
    ...problemsWithFreezes(policy.freezes),
  ];
}

const isCount = (value: number) =>
  Number.isSafeInteger(value) && value >= 0 && value <= MOST_APPROVALS;
