import type { Problem } from '@switchyard/core';
import type { PublishRole } from '../environments/service.ts';
import type { Extent } from './extent.ts';
import { type FreezeWindow, problemsWithFreezes } from './freeze.ts';
import { type CanaryPlan, problemsWithPlan } from './plan.ts';
import { type Group, isExpress } from './train.ts';

/** The rules of one environment's train. */
export interface TrainPolicy {
  /** The least role that may; riding, marking, holding, killing and rolling back are every developer's. */
  readonly who: {
    readonly board: PublishRole;
    /** Drive any group, not only their own; let it depart; kick. */
    readonly depart: PublishRole;
    /** Let a change leave at once, as far as `express` goes. */
    readonly express: PublishRole;
    /** Pass over what stands in the way, with a reason. */
    readonly override: PublishRole;
    /** Lift the hold of somebody else. */
    readonly unhold: PublishRole;
    readonly revive: PublishRole;
  };
  /** How far a change may go that leaves at once. A harmless one always may. */
  readonly express: Extent;
  /** How many must approve a change, and how many one that leaves at once. */
  readonly approvals: number;
  readonly expressApprovals: number;
  readonly isPrincessRequired: boolean;
  /** What happens to a group that was let go and only waited for code, once the code is there. */
  readonly whenCodeIsThere: 'depart' | 'wait for command';
  readonly plan: CanaryPlan;
  readonly freezes: readonly FreezeWindow[];
}

/** As free as an environment gets: what departs is live at once, and anything may. */
export const openPolicy: TrainPolicy = {
  who: {
    board: 'developer',
    depart: 'developer',
    express: 'developer',
    override: 'driver',
    unhold: 'driver',
    revive: 'developer',
  },
  express: 'anything',
  approvals: 0,
  expressApprovals: 0,
  isPrincessRequired: false,
  whenCodeIsThere: 'depart',
  plan: [],
  freezes: [],
};

const extents: readonly Extent[] = ['harmless', 'percentages', 'anything'];

export const mayExpress = (policy: TrainPolicy, extent: Extent): boolean =>
  extents.indexOf(extent) <= extents.indexOf(policy.express);

export function approvalsNeeded(policy: TrainPolicy, group: Group): number {
  if (!isExpress(group)) return policy.approvals;
  return group.riders.every(({ extent }) => extent === 'harmless') ? 0 : policy.expressApprovals;
}

const MOST_APPROVALS = 10;

/** What is wrong with a policy, each in a sentence. */
export function problemsWithPolicy(policy: TrainPolicy): Problem[] {
  const counts = ['approvals', 'expressApprovals'] as const;
  return [
    ...counts
      .filter((name) => !isCount(policy[name]))
      .map((name) => ({
        path: [name],
        message: `${name} is ${policy[name]}; it must be a whole number from 0 to ${MOST_APPROVALS}.`,
      })),
    ...problemsWithPlan(policy.plan),
    ...problemsWithFreezes(policy.freezes),
  ];
}

const isCount = (value: number) =>
  Number.isSafeInteger(value) && value >= 0 && value <= MOST_APPROVALS;
