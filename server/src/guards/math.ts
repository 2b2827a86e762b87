/** ln Γ(x) for x > 0: Stirling's series (Abramowitz & Stegun 6.1.40) above 10, recurrence below. */
export function lnGamma(x: number): number {
  let shifted = x;
  let lnProduct = 0;
  while (shifted < 10) lnProduct += Math.log(shifted++);
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + lnRootTwoPi + stirling(shifted) - lnProduct
  );
}

/**
 * ln B(a, b) for a, b > 0. Not from three ln Γ, whose difference would lose nine digits at a count
 * of 1e9, but with the large terms of Stirling's series cancelled by hand.
 */
export function lnBeta(a: number, b: number): number {
  if (a < 10) return lnBeta(a + 1, b) + Math.log1p(b / a);
  if (b < 10) return lnBeta(a, b + 1) + Math.log1p(a / b);
  return (
    lnRootTwoPi -
    0.5 * Math.log(b) -
    (a - 0.5) * Math.log1p(b / a) -
    b * Math.log1p(a / b) +
    (stirling(a) + stirling(b) - stirling(a + b))
  );
}

/** ln Φ(x), the logarithm of the normal distribution function, exact far into both tails. */
export function lnPhi(x: number): number {
  return x < 0 ? lnScaledPhi(x) - (x * x) / 2 : Math.log1p(-0.5 * erfc(x / Math.SQRT2));
}

/** ln( exp(x²/2) Φ(x) ). For negative x both factors are extreme and their product is not. */
export function lnScaledPhi(x: number): number {
  return x < 0 ? lnScaledErfc(-x / Math.SQRT2) - Math.LN2 : (x * x) / 2 + lnPhi(x);
}

/** ln Σ weight · exp(ln), which is how e-values are averaged. Nothing weighs nothing: −∞. */
export function lnSum(lns: readonly number[], weights: readonly number[]): number {
  let largest = -Infinity;
  lns.forEach((ln, index) => {
    if ((weights[index] ?? 0) > 0 && ln > largest) largest = ln;
  });
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  lns.forEach((ln, index) => {
    const weight = weights[index] ?? 0;
    if (weight > 0) sum += weight * Math.exp(ln - largest);
  });
  return largest + Math.log(sum);
}

/** The average of e-values, all of the same weight unless told otherwise; 1 if there are none. */
export function lnMean(lns: readonly number[], weights: readonly number[] = lns.map(() => 1)) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? lnSum(lns, weights) - Math.log(total) : 0;
}

/** x · ln y, and 0 where x is 0 whatever y is. */
export function xLn(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}

/**
 * Where a function that has the wanted property at `from` loses it on the way to `to`: the last
 * point found to have it, within a billionth of the way.
 */
export function lastPoint(from: number, to: number, holds: (x: number) => boolean): number {
  let yes = from;
  let no = to;
  for (let halving = 0; halving < 30; halving++) {
    const middle = (yes + no) / 2;
    if (holds(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

const lnRootTwoPi = 0.5 * Math.log(2 * Math.PI);

/** What Stirling's formula lacks: Σ B₂ₙ / (2n (2n−1) x²ⁿ⁻¹), to 1e-16 for x ≥ 10. */
function stirling(x: number): number {
  const coefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
  const square = 1 / (x * x);
  return coefficients.reduceRight((sum, coefficient) => sum * square + coefficient, 0) / x;
}

function erfc(t: number): number {
  return Math.exp(lnScaledErfc(t) - t * t);
}

/**
 * ln( exp(t²) erfc t ) for t ≥ 0: the series of erf with positive terms (Abramowitz & Stegun 7.1.6)
 * below 2, the continued fraction (7.1.14) above, taken from its 120th level upwards.
 */
function lnScaledErfc(t: number): number {
  if (t < 2) {
    let term = t;
    let sum = t;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * t * t) / (2 * n + 1);
      sum += term;
    }
    return t * t + Math.log(1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-t * t) * sum);
  }
  let fraction = t;
  for (let level = 120; level >= 1; level--) fraction = t + level / 2 / fraction;
  return -0.5 * Math.log(Math.PI) - Math.log(fraction);
}
