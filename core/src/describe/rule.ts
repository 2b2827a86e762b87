import { percent } from '../percent.ts';
import type { Rule, Serve } from '../ruleset.ts';
import { describeConditions } from './condition.ts';
import { quoted } from './words.ts';

/** `on`, a variant, or `50 % a, 50 % b`. */
export function describeServe(serve: Serve): string {
  if (typeof serve === 'string') return serve;
  if (!('split' in serve)) return serve.variant;
  const shares = serve.split.map(({ variant, weight }) => `${percent(weight)} ${variant}`);
  return `${shares.join(', ')}${serve.by === undefined ? '' : ` by ${serve.by}`}`;
}

/** `a user who is in the cohort beta → on` */
export const describeRule = ({ conditions, serve }: Rule): string =>
  `${describeConditions(conditions)} → ${describeServe(serve)}`;

/** `rule 3 “Beta”` */
export const nameRule = ({ name }: Rule, at: number): string =>
  `rule ${at + 1}${name ? ` ${quoted(name)}` : ''}`;
