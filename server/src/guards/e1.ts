import { lnSum } from './math.ts';

/** Distinct users whose first bad event of the release fell into a stage with this canary share. */
export interface FirstEvents {
  readonly share: number;
  readonly canary: number;
  readonly control: number;
}

/** What the canary might be: this many times as bad, believed this much. */
const alternatives = [1.25, 1.5, 2, 3, 5, 10, 30, 100];
const weights = [0.05, 0.2, 0.25, 0.2, 0.12, 0.08, 0.05, 0.05];

/**
 * Evidence that more canary users than `harmless` times the rate of the others had a bad event.
 * Exact: a user counts once per release, and under "nothing changed" is canary with probability
 * `share`, whatever the traffic does. The likelihood ratio of one alternative,
 * S·ln(t/θ0) + F·ln((1−t)/(1−θ0)), is written here so that it also holds for counts of 1e9.
 */
export function lnE1(stages: readonly FirstEvents[], harmless = 1): number {
  const lnRatios = alternatives.map((times) => {
    let ln = 0;
    for (const { share, canary, control } of stages) {
      const odds = share * harmless;
      ln += canary * Math.log(times);
      ln -= (canary + control) * Math.log1p((odds * (times - 1)) / (odds + 1 - share));
    }
    return ln;
  });
  return lnSum(lnRatios, weights);
}

/**
 * How many times the control's rate the canary's is: (S/F)·(1−p)/p, over stages after Mantel and
 * Haenszel, so that a ramp cannot pass for an effect. Null while no control user was affected.
 */
export function rateRatio(stages: readonly FirstEvents[]): number | null {
  let above = 0;
  let below = 0;
  for (const { share, canary, control } of stages) {
    above += canary * (1 - share);
    below += control * share;
  }
  return below > 0 ? above / below : null;
}
