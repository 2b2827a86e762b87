import type { Problem } from './problem.ts';

export function problemsWithSegment(_key: string, _definition: unknown): Problem[] {
  return [];
}
