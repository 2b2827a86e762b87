import type { EvaluationContext } from '../context.ts';
import type { Inputs, Test, Verdict } from './condition-type.ts';

/** Whether all hold. One that does not settles it, whatever is undecided and in whatever order. */
export function every(
  tests: readonly Test[],
  context: EvaluationContext,
  inputs: Inputs,
  seed: number,
): Verdict {
  let verdict: Verdict = true;
  for (const test of tests) {
    const each = test(context, inputs, seed);
    if (each === false) return false;
    if (each !== true && verdict !== 'unit-missing') verdict = each;
  }
  return verdict;
}
