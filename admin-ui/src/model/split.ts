import type { Weighted } from '@switchyard/core';

/** The same weight for each; what does not divide goes to the first ones. */
export function evenSplit(variants: readonly string[], all: number): readonly Weighted[] {
  const share = Math.floor(all / variants.length);
  const rest = all - share * variants.length;
  return variants.map((variant, at) => ({ variant, weight: share + (at < rest ? 1 : 0) }));
}

export const sumOf = (split: readonly Weighted[]) =>
  split.reduce((sum, { weight }) => sum + weight, 0);
