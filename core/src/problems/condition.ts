import type { Problem } from './problem.ts';

export function problemsWithCondition(_value: unknown): Problem[] {
  return [];
}
