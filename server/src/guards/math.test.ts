import { expect, test } from 'vitest';
import { lnBeta, lnGamma, lnMean, lnPhi, lnScaledPhi, lnSum } from './math.ts';

/** Simpson's rule, as the independent way to the same numbers. */
function integral(from: number, to: number, f: (x: number) => number, steps = 20_000): number {
  const width = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let step = 1; step < steps; step++) sum += f(from + step * width) * (step % 2 ? 4 : 2);
  return (sum * width) / 3;
}

test('ln Γ is the logarithm of the factorial, and of √π at ½', () => {
  let lnFactorial = 0;
  for (let n = 1; n <= 170; n++) {
    lnFactorial += Math.log(n);
    expect(lnGamma(n + 1) / Math.max(1, lnFactorial)).toBeCloseTo(
      lnFactorial / Math.max(1, lnFactorial),
      12,
    );
  }
  expect(lnGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
});

test.each([
  [1, 1],
  [3, 7],
  [2, 60],
  [40, 900],
  [200, 3],
])('ln B(%d, %d) agrees with its integral', (a, b) => {
  const value = integral(0, 1, (x) => x ** (a - 1) * (1 - x) ** (b - 1));
  expect(lnBeta(a, b)).toBeCloseTo(Math.log(value), 9);
});

test('ln B keeps its digits at counts of a billion', () => {
  // B(a, b+1) / B(a, b) = b / (a+b), which three ln Γ of 2e10 would not resolve.
  const [a, b] = [1e9, 3e9];
  expect(lnBeta(a, 1) + Math.log(a)).toBeCloseTo(0, 9);
  expect(lnBeta(a, b + 1) - lnBeta(a, b)).toBeCloseTo(Math.log(b / (a + b)), 5);
});

test.each([-8, -5, -2.9, -2.8, -1, -0.1, 0, 0.7, 2.8, 2.9, 6])(
  'ln Φ(%d) agrees with its integral',
  (x) => {
    const density = (t: number) => Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
    expect(lnPhi(x)).toBeCloseTo(Math.log(integral(-16, x, density, 200_000)), 9);
  },
);

test('ln Φ holds far out, where Φ itself is 0 or 1', () => {
  // Φ(−x) is between φ(x)·x/(1+x²) and φ(x)/x.
  for (const x of [40, 1e4, 1e9]) {
    const lnDensity = -(x * x) / 2 - 0.5 * Math.log(2 * Math.PI);
    expect(lnScaledPhi(-x)).toBeLessThanOrEqual(
      lnDensity - Math.log(x) + (x * x) / 2 + 1e-9 * x * x,
    );
    expect(lnPhi(-x) / (lnDensity - Math.log(x))).toBeCloseTo(1, 5);
    expect(lnPhi(x)).toBeCloseTo(0, 12);
  }
  expect(lnScaledPhi(-1e9)).toBeCloseTo(-Math.log(1e9) - 0.5 * Math.log(2 * Math.PI), 9);
});

test('e-values average without overflow, and nothing averages to 1', () => {
  expect(lnMean([1000, 1000 + Math.log(3)])).toBeCloseTo(1000 + Math.log(2), 9);
  expect(lnMean([0, 5000], [1, 0])).toBe(0);
  expect(lnMean([])).toBe(0);
  expect(lnMean([7, 7], [0, 0])).toBe(0);
  expect(lnMean([-Infinity, 0])).toBeCloseTo(-Math.LN2, 12);
  expect(lnMean([Infinity, 0])).toBe(Infinity);
  expect(lnSum([3], [0])).toBe(-Infinity);
});
