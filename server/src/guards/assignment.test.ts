import { expect, test } from 'vitest';
import { areArmsMixed, lnSampleRatio } from './assignment.ts';
import { lnGamma } from './math.ts';

test('the sample ratio has expectation 1 while users fall as they should', () => {
  for (const [share, n] of [
    [0.05, 80],
    [0.5, 60],
  ] as const) {
    let sum = 0;
    for (let canary = 0; canary <= n; canary++) {
      const lnChoices = lnGamma(n + 1) - lnGamma(canary + 1) - lnGamma(n - canary + 1);
      const lnChance = lnChoices + canary * Math.log(share) + (n - canary) * Math.log1p(-share);
      sum += Math.exp(lnChance + lnSampleRatio(canary, n - canary, share));
    }
    expect(sum).toBeCloseTo(1, 9);
  }
});

test('the sample ratio is a number for any counts, and finds loss in either arm', () => {
  expect(lnSampleRatio(0, 0, 0.05)).toBe(0);
  for (const canary of [0, 1, 1e9]) {
    for (const control of [0, 1, 1e9]) {
      for (const share of [1e-5, 0.05, 0.5, 0.95]) {
        expect(Number.isFinite(lnSampleRatio(canary, control, share))).toBe(true);
      }
    }
  }
  expect(lnSampleRatio(500, 9500, 0.05)).toBeLessThan(0);
  expect(lnSampleRatio(350, 9500, 0.05)).toBeGreaterThan(Math.log(1000));
  expect(lnSampleRatio(500, 6000, 0.05)).toBeGreaterThan(Math.log(1000));
});

test('arms are mixed by more than 1 % of users, and at least 10', () => {
  expect(areArmsMixed({ canary: 100, control: 800, both: 9 })).toBe(false);
  expect(areArmsMixed({ canary: 100, control: 800, both: 10 })).toBe(true);
  expect(areArmsMixed({ canary: 100, control: 910, both: 10 })).toBe(false);
  expect(areArmsMixed({ canary: 0, control: 0, both: 0 })).toBe(false);
});
