import { lnBeta, xLn } from './math.ts';

/**
 * Evidence, two-sided, that users do not fall into the canary with probability `share`: a
 * beta-binomial around it against the binomial. High values mean that the assignment or the
 * reporting is broken, not the release.
 */
export function lnSampleRatio(canary: number, control: number, share: number, kappa = 200): number {
  const [a, b] = [kappa * share, kappa * (1 - share)];
  const lnMixture = lnBeta(a + canary, b + control) - lnBeta(a, b);
  return lnMixture - xLn(canary, share) - xLn(control, 1 - share);
}

/** More than 1 % of a stage's users, and at least 10 of them, were served both arms. */
export function areArmsMixed({ canary, control, both }: Seen): boolean {
  return both >= 10 && both > 0.01 * (canary + control - both);
}

interface Seen {
  readonly canary: number;
  readonly control: number;
  readonly both: number;
}
