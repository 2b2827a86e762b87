import { lnSampleRatio } from '../guards/assignment.ts';
import { lnE1 } from '../guards/e1.ts';
import type { Interval } from '../guards/intervals.ts';
import { lastPoint, lnMean } from '../guards/math.ts';

/** Distinct users of two variants who had an event. */
export interface Pair {
  /** Of those who were given one of the two, the part that should be given the first. */
  readonly share: number;
  readonly affected: number;
  readonly others: number;
}

/**
 * Evidence, at any time one cares to look, that the first rate is not this many times the other. E1 in both
 * directions, each with the same weight, finds large effects early; the beta-binomial finds the small ones in the end.
 */
export function lnTwoSided({ share, affected, others }: Pair, ratio = 1): number {
  const odds = share * ratio;
  const expected = odds / (odds + 1 - share);
  return lnMean(
    [
      lnE1([{ share, canary: affected, control: others }], ratio),
      lnE1([{ share: 1 - share, canary: others, control: affected }], 1 / ratio),
      lnSampleRatio(affected, others, expected),
    ],
    [1, 1, 2],
  );
}

/**
 * All ratios against which there is less evidence than 1/α: with probability 1 − α the true one was among them at every
 * moment. From 0, and to infinity, as long as nothing can be said.
 */
export function ratioInterval(pair: Pair, alpha: number): Interval {
  const { share, affected, others } = pair;
  const estimate = ((affected + 0.5) / (others + 0.5)) * ((1 - share) / share);
  const isPlausible = (lnRatio: number) => lnTwoSided(pair, Math.exp(lnRatio)) < -Math.log(alpha);
  const end = (far: number) =>
    isPlausible(far) ? undefined : Math.exp(lastPoint(Math.log(estimate), far, isPlausible));
  return { low: end(-farthest) ?? 0, high: end(farthest) ?? Number.POSITIVE_INFINITY };
}

/** ln of a ratio that nobody would believe. */
const farthest = Math.log(1e4);
