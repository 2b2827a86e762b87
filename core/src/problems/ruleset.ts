import type { Problem } from './problem.ts';

export function problemsWithRuleset(_value: unknown): Problem[] {
  return [];
}
