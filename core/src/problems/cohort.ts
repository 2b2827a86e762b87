import type { Problem } from './problem.ts';

export function problemsWithCohort(_key: string, _definition: unknown): Problem[] {
  return [];
}
