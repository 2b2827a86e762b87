import type { Test, Verdict } from './condition-type.ts';

/** Whether all hold. One that does not settles it, whatever is undecided and in whatever order. */
export function allOf(tests: readonly Test[]): Test {
  const [only] = tests;
  if (only !== undefined && tests.length === 1) return only;
  return (context, inputs, seed) => {
    let verdict: Verdict = true;
    for (const test of tests) {
      const each = test(context, inputs, seed);
      if (each === false) return false;
      if (each !== true && verdict !== 'unit-missing') verdict = each;
    }
    return verdict;
  };
}

/** Whether one or the other holds. */
export const either = (a: Verdict, b: Verdict): Verdict =>
  a === true || b === true ? true : a === false ? b : a;

export const opposite = (verdict: Verdict): Verdict =>
  typeof verdict === 'boolean' ? !verdict : verdict;
