import type { Problem } from './problem.ts';

export function problemsWithInternalUsers(_value: unknown): Problem[] {
  return [];
}
