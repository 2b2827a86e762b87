import { compile, type EvaluationContext, type Inputs, type Trace, trace } from '@switchyard/core';
import type { Edition } from './service.ts';

export interface Explanation extends Trace {
  readonly key: string;
}

/** Who gets it and why: what an SDK on a server would decide for this context, of somebody in these cohorts. */
export function explain(
  { build, release }: Edition,
  context: EvaluationContext,
  keys: readonly string[] | undefined,
  now: Date,
  cohorts: ReadonlySet<string>,
): Explanation[] {
  const compiled = compile(build.ruleset, release);
  const inputs: Inputs = { now: () => now.getTime(), isMember: (cohort) => cohorts.has(cohort) };
  return (keys ?? [...compiled.switches.keys()].sort()).map((key) => ({
    key,
    ...trace(compiled, key, context, inputs),
  }));
}
