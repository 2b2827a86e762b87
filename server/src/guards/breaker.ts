import type { Load } from '../metrics/counts.ts';
import { lnGamma } from './math.ts';

export interface Surge {
  /** How many times its baseline the rate is. */
  readonly times: number;
  readonly lnP: number;
  readonly isTripped: boolean;
}

/**
 * Whether a rate is at least 3 times its baseline with a Poisson p below 1e-4. A comparison with
 * before is no evidence, but the only thing that sees what both arms suffer. A baseline without
 * any event counts as one with one, or the first error after a calm quarter of an hour would trip it.
 */
export function surge(recent: Load, baseline: Load): Surge {
  if (!(recent.exposure > 0 && baseline.exposure > 0)) return calm;
  const expected = (Math.max(1, baseline.events) / baseline.exposure) * recent.exposure;
  const times = recent.events / expected;
  if (times < 3) return { ...calm, times };
  const lnP = lnPoissonTail(recent.events, expected);
  return { times, lnP, isTripped: lnP < Math.log(1e-4) };
}

/** ln P(X ≥ k) for X ~ Poisson(mean): first term times a series that converges fast for k ≥ 3·mean. */
export function lnPoissonTail(k: number, mean: number): number {
  let term = 1;
  let sum = 1;
  for (let n = k + 1; term > sum * 1e-17; n++) {
    term *= mean / n;
    sum += term;
  }
  return Math.min(0, k * Math.log(mean) - mean - lnGamma(k + 1) + Math.log(sum));
}

const calm: Surge = { times: 0, lnP: 0, isTripped: false };
