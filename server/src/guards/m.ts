import type { Sums } from '../metrics/counts.ts';
import { lnScaledPhi } from './math.ts';

/** What M needs of one arm's bins, so that asking again with another tolerance costs nothing. */
export interface Spread {
  readonly bins: number;
  /** How many bins it would be, were all of the same size. */
  readonly filled: number;
  readonly n: number;
  readonly y: number;
  readonly mean: number;
  /** Centred squares and products of n and of d = y − mean·n. */
  readonly dd: number;
  readonly dn: number;
  readonly nn: number;
}

export interface Comparison {
  readonly lnE: number;
  readonly z: number;
  readonly a: number;
  readonly pooled: number;
  readonly difference: number;
  readonly error: number;
}

export interface Scale {
  /** The size of effect to look for, relative to the pooled mean. */
  readonly tau: number;
  /** Sums of rare events are not normal before ten are expected in either arm. */
  readonly isRare: boolean;
}

export function spreadOf({ n, y }: Sums): Spread {
  const bins = n.length;
  const totalN = sum(n);
  const totalY = sum(y);
  const mean = totalN > 0 ? totalY / totalN : 0;
  let [squares, dd, dn, nn] = [0, 0, 0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const size = n[bin] ?? 0;
    const d = (y[bin] ?? 0) - mean * size;
    const off = size - totalN / bins;
    squares += size * size;
    dd += d * d;
    dn += d * off;
    nn += off * off;
  }
  const filled = squares > 0 ? (totalN * totalN) / squares : 0;
  return { bins, filled, n: totalN, y: totalY, mean, dd, dn, nn };
}

/** As if every value had been this many times as large. */
export function scaled(spread: Spread, times: number): Spread {
  const { y, mean, dd, dn } = spread;
  return { ...spread, y: y * times, mean: mean * times, dd: dd * times * times, dn: dn * times };
}

/** As if every value had been larger by this much: for sums of logarithms. */
export function shifted(spread: Spread, by: number): Spread {
  return { ...spread, y: spread.y + by * spread.n, mean: spread.mean + by };
}

/**
 * M is asymptotic: it says nothing until both arms (canary and control stand alike in it, and near
 * the end of a rollout the control is the small one) have 100 requests and 30 bins' worth of users: a
 * client whose requests outnumber everybody else's makes the pooled mean its own, and no chance would be left.
 */
export function isEnough(canary: Spread, control: Spread, { isRare }: Scale): boolean {
  const n = Math.min(canary.n, control.n);
  if (n < 100 || Math.min(canary.filled, control.filled) < 30) return false;
  return !isRare || (n * (canary.y + control.y)) / (canary.n + control.n) >= 10;
}

/**
 * Evidence that the canary's mean is above the control's: the pooled ("score") variance over bins,
 * mixed over a half-normal prior of effects.
 */
export function compare(canary: Spread, control: Spread, share: number, tau: number): Comparison {
  const n = canary.n + control.n;
  const pooled = (canary.y + control.y) / n;
  const difference = canary.mean - control.mean;
  const residuals = residualsAround(pooled, canary) + residualsAround(pooled, control);
  const error = Math.sqrt(residuals / (share * (1 - share))) / n;
  // Bins without any spread but that of rounding say nothing about how far chance goes.
  if (!(error > 1e-12 * (Math.abs(canary.mean) + Math.abs(control.mean)))) return nothing;
  const z = difference / error;
  const a = ((tau * pooled) / error) ** 2;
  return { lnE: lnHalfNormal(z, a), z, a, pooled, difference, error };
}

/** The likelihood ratio of z, mixed over effects from a half-normal with variance a (in z's units). */
export function lnHalfNormal(z: number, a: number): number {
  return Math.LN2 - 0.5 * Math.log1p(a) + lnScaledPhi(z * Math.sqrt(a / (1 + a)));
}

/** K/(K−1) · Σ (e − ē)², with e = y − around·n. */
export function residualsAround(around: number, { bins, mean, dd, dn, nn }: Spread): number {
  const off = around - mean;
  return (bins / (bins - 1)) * Math.max(0, dd - 2 * off * dn + off * off * nn);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const nothing: Comparison = { lnE: 0, z: 0, a: 0, pooled: 0, difference: 0, error: 0 };
