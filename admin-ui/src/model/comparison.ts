import type { Switch } from '@switchyard/core';
import type { ComparedVariant } from '../api-types.ts';

/** Rules that split users, and by what; undefined where that is the user. */
export const splitsIn = ({ rules }: Pick<Switch, 'rules'>) =>
  rules.flatMap(({ id, serve }) =>
    typeof serve === 'object' && 'split' in serve ? [{ rule: id, by: serve.by }] : [],
  );

type Against = NonNullable<ComparedVariant['against']>;

/** Where a ratio stands on a scale on which half is as far to the left as double is to the right, from 0 to 1. */
export function placeOf(ratio: number, reach: number): number {
  const part = 0.5 + Math.log(ratio) / Math.log(reach) / 2;
  return Math.min(1, Math.max(0, part));
}

/** How far a scale has to reach for these to be seen on it, from twice to a hundred times. */
export function reachOf(all: readonly Against[]): number {
  const ends = all.flatMap(({ low, high, ratio }) =>
    [low, high ?? 0, ratio ?? 0].filter((each) => each > 0 && Number.isFinite(each)),
  );
  const farthest = Math.max(1, ...ends.map((each) => Math.max(each, 1 / each)));
  return [2, 5, 10, 100].find((each) => each >= farthest) ?? 100;
}

/** `5.1 % higher`, `a third`: what has been measured, not how sure it is. */
export function ratioInShort(ratio: number | null): string {
  if (ratio === null) return '–';
  if (ratio >= 3) return `${digits(ratio)}× as high`;
  const part = Math.abs(ratio - 1) * 100;
  if (part < 0.05) return 'the same';
  return `${digits(part)} % ${ratio < 1 ? 'lower' : 'higher'}`;
}

const digits = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 2 });
