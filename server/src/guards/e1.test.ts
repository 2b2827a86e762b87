import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type FirstEvents, lnE1, rateRatio } from './e1.ts';
import { lnGamma } from './math.ts';

const options = { seed: 4, numRuns: 500 };
const share = fc.constantFrom(0.001, 0.01, 0.05, 0.25, 0.5, 0.95);
const count = fc.oneof(fc.nat(30), fc.nat(1e9), fc.constantFrom(0, 1, 1e9));
const stage = fc.record({ share, canary: count, control: count });

function binomial(n: number, k: number, p: number): number {
  const lnChoices = lnGamma(n + 1) - lnGamma(k + 1) - lnGamma(n - k + 1);
  return Math.exp(lnChoices + k * Math.log(p) + (n - k) * Math.log1p(-p));
}

/** Every way in which n affected users of each stage can fall into the arms, and how likely it is. */
function* outcomes(
  shares: readonly number[],
  n: number,
  ratio: number,
): Generator<[FirstEvents[], number]> {
  const [share, ...others] = shares;
  if (share === undefined) return yield [[], 1];
  const isCanary = (share * ratio) / (share * ratio + 1 - share);
  for (const [rest, probability] of outcomes(others, n, ratio)) {
    for (let canary = 0; canary <= n; canary++) {
      const own = { share, canary, control: n - canary };
      yield [[own, ...rest], probability * binomial(n, canary, isCanary)];
    }
  }
}

function expectation(
  shares: readonly number[],
  n: number,
  ratio: number,
  harmless: number,
): number {
  let sum = 0;
  for (const [stages, probability] of outcomes(shares, n, ratio)) {
    sum += probability * Math.exp(lnE1(stages, harmless));
  }
  return sum;
}

describe('E1', () => {
  test.each([
    [[0.05], 40, 0],
    [[0.5], 60, 0],
    [[0.95], 40, 0.1],
    [[0.05, 0.25, 0.5], 12, 0],
    [[0.05, 0.5], 25, 0.3],
  ])('has expectation 1 under the null, by enumeration: %j, %d users', (shares, n, tolerated) => {
    const harmless = 1 + tolerated;
    expect(expectation(shares, n, harmless, harmless)).toBeCloseTo(1, 9);
    expect(expectation(shares, n, 0.7, harmless)).toBeLessThan(1);
    expect(expectation(shares, n, 3, harmless)).toBeGreaterThan(2);
  });

  test.each([
    [0.05, 0.05],
    [0.05, 0.01],
    [0.5, 0.05],
  ])('is reached at any time with probability at most α: share %d, α %d', (share, alpha) => {
    let reached = 0;
    let walking = new Map([[0, 1]]);
    for (let users = 1; users <= 600; users++) {
      const next = new Map<number, number>();
      for (const [canary, probability] of walking) {
        for (const [to, chance] of [
          [canary, 1 - share],
          [canary + 1, share],
        ] as const) {
          const seen = { share, canary: to, control: users - to };
          if (lnE1([seen]) >= -Math.log(alpha)) reached += probability * chance;
          else next.set(to, (next.get(to) ?? 0) + probability * chance);
        }
      }
      walking = next;
    }
    expect(reached).toBeLessThanOrEqual(alpha);
    expect(reached).toBeGreaterThan(alpha / 20);
  });

  test('grows with affected canary users, falls with others and with what is tolerated', () => {
    fc.assert(
      fc.property(share, fc.nat(1000), fc.nat(10_000), (share, canary, control) => {
        const lnE = lnE1([{ share, canary, control }]);
        expect(lnE1([{ share, canary: canary + 1, control }])).toBeGreaterThan(lnE);
        expect(lnE1([{ share, canary, control: control + 1 }])).toBeLessThan(lnE);
        expect(lnE1([{ share, canary: canary + 1, control }], 1.2)).toBeLessThan(
          lnE1([{ share, canary: canary + 1, control }]),
        );
      }),
      options,
    );
  });

  test('does not mind how equal stages are cut, nor in which order they come', () => {
    fc.assert(
      fc.property(fc.array(stage, { maxLength: 5 }), stage, count, count, (stages, one, s, f) => {
        const cut = [
          { ...one, canary: s, control: f },
          { ...one, canary: one.canary, control: one.control },
        ];
        const merged = { ...one, canary: one.canary + s, control: one.control + f };
        const whole = lnE1([merged, ...stages]);
        const scale = Math.max(1, Math.abs(whole));
        expect(lnE1([...stages.toReversed(), ...cut]) / scale).toBeCloseTo(whole / scale, 6);
      }),
      options,
    );
  });

  test('is a number for any counts', () => {
    fc.assert(
      fc.property(
        fc.array(stage),
        fc.double({ min: 1e-12, max: 1e12, noNaN: true }),
        (stages, harmless) => {
          expect(Number.isFinite(lnE1(stages, harmless))).toBe(true);
          expect(rateRatio(stages)).not.toBeNaN();
        },
      ),
      options,
    );
    expect(lnE1([])).toBeCloseTo(0, 12);
  });
});

describe('the rate ratio', () => {
  test('is (S/F)·(1−p)/p in one stage', () => {
    expect(rateRatio([{ share: 0.05, canary: 10, control: 38 }])).toBeCloseTo(5, 12);
    expect(rateRatio([{ share: 0.05, canary: 0, control: 3 }])).toBe(0);
    expect(rateRatio([{ share: 0.05, canary: 3, control: 0 }])).toBeNull();
    expect(rateRatio([])).toBeNull();
  });

  test('does not take a ramp during an incident for an effect', () => {
    const calm = { share: 0.05, canary: 5, control: 95 };
    const incident = { share: 0.5, canary: 500, control: 500 };
    expect(rateRatio([calm, incident])).toBeCloseTo(1, 12);
  });
});
