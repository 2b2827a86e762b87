import { seedOf, signedPosition, signedThreshold } from './bucket.ts';
import { type CompiledRuleset, compile } from './compile.ts';
import type { Inputs, Test } from './conditions/condition-type.ts';
import type { EvaluationContext } from './context.ts';
import { internalTest } from './internal-users.ts';
import type { Ruleset } from './ruleset.ts';
import type { HeldCandidate } from './sync/candidate-message.ts';
import { unitFrom, unitOf } from './unit.ts';

/**
 * How somebody sees a release that is rolling out. `canary` and `chosen` get the candidate, `control` and
 * `none` what is live. Only `canary` and `control` are so by chance, and may be compared; `none` has no unit.
 */
export type Arm = 'none' | 'chosen' | 'canary' | 'control';

export const getsCandidate = (arm: Arm): boolean => arm === 'canary' || arm === 'chosen';

/** A candidate made ready: what it serves, and to whom. */
export interface CompiledCandidate {
  readonly compiled: CompiledRuleset;
  readonly by: string | undefined;
  readonly seed: number;
  /** Signed positions below it are in. */
  readonly limit: number;
  readonly isInternal: Test | undefined;
  readonly cohorts: readonly string[];
}

/** Who is internal, and which cohorts there are, is for the live ruleset to say. Never throws on what was read as one. */
export function compileCandidate(candidate: HeldCandidate, live: Ruleset): CompiledCandidate {
  const { internal = false, cohorts = [], thousandths } = candidate.audience;
  return {
    compiled: compile(candidate.ruleset, candidate.release),
    by: candidate.by,
    seed: seedOf(candidate.salt) | 0,
    limit: signedThreshold(thousandths),
    isInternal: internal ? internalTest(live.internalUsers) : undefined,
    cohorts: cohorts.filter((key) => Object.hasOwn(live.cohorts, key)),
  };
}

/** Never throws, allocates nothing: whoever cannot be asked has no unit. */
export function armOf(
  candidate: CompiledCandidate,
  context: EvaluationContext,
  inputs: Inputs,
): Arm {
  try {
    const unit = unitFrom(context, candidate.by);
    if (unit === undefined) return 'none';
    if (isChosen(candidate, context, inputs)) return 'chosen';
    return signedPosition(unit, candidate.seed) < candidate.limit ? 'canary' : 'control';
  } catch {
    return 'none';
  }
}

function isChosen(
  { isInternal, cohorts, seed }: CompiledCandidate,
  context: EvaluationContext,
  inputs: Inputs,
): boolean {
  if (isInternal !== undefined && isInternal(context, inputs, seed) === true) return true;
  if (cohorts.length === 0) return false;
  const user = unitOf(context.targetingKey);
  if (user === undefined) return false;
  for (const cohort of cohorts) {
    if (inputs.isMember(cohort, user)) return true;
  }
  return false;
}
