import type { Problem } from './problem.ts';

export function problemsWithSwitch(_key: string, _definition: unknown): Problem[] {
  return [];
}
