import { residualsAround, type Spread } from './m.ts';
import { lastPoint, lnBeta, xLn } from './math.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * An anytime-valid interval for the share of users affected: every share against which a
 * Beta(½, ½) mixture has less evidence than 1/α. It describes one arm and decides
 * nothing; users are taken as drawn one by one. Counts estimated from a sample need not be whole.
 */
export function shareInterval(affected: number, users: number, alpha: number): Interval {
  if (users <= 0) return { low: 0, high: 1 };
  const spared = Math.max(0, users - affected);
  const lnMixture = lnBeta(0.5 + affected, 0.5 + spared) - lnBeta(0.5, 0.5);
  const isPlausible = (share: number) =>
    lnMixture - xLn(affected, share) - xLn(spared, 1 - share) < -Math.log(alpha);
  const estimate = affected / users;
  return { low: lastPoint(estimate, 0, isPlausible), high: lastPoint(estimate, 1, isPlausible) };
}

/**
 * An anytime-valid interval (asymptotic; Robbins' normal mixture) for one arm's mean, from its
 * spread over bins. Null before 30 bins are filled.
 */
export function meanInterval(spread: Spread, tau: number, alpha: number): Interval | null {
  if (spread.filled < 30) return null;
  const { mean, n } = spread;
  const error = Math.sqrt(residualsAround(mean, spread)) / n;
  const a = ((tau * mean) / error) ** 2;
  if (!(a > 0) || !Number.isFinite(a)) return null;
  const reach = error * Math.sqrt(((1 + a) / a) * (Math.log1p(a) - 2 * Math.log(alpha)));
  return { low: mean - reach, high: mean + reach };
}
