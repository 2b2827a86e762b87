import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, isEnough, lnHalfNormal, scaled, shifted, spreadOf } from './m.ts';

const options = { seed: 4, numRuns: 300 };
const K = 128;
const rare = { tau: 0.5, isRare: true };
const bins = (n: (bin: number) => number, y: (bin: number) => number) => {
  const all = [...Array(K).keys()];
  return { n: all.map(n), y: all.map(y) };
};

describe('the half-normal mixture', () => {
  test.each([0.01, 1, 5, 1000])('has expectation 1 for a standard normal z: a = %d', (a) => {
    let sum = 0;
    const far = 12 * Math.sqrt(1 + a);
    const step = far / 20_000;
    for (let z = -far; z <= far; z += step) {
      sum += (Math.exp(lnHalfNormal(z, a) - (z * z) / 2) / Math.sqrt(2 * Math.PI)) * step;
    }
    expect(sum).toBeCloseTo(1, 9);
  });

  test('is the average of exp(μz − μ²/2) over half-normal μ', () => {
    for (const [z, a] of [
      [2, 5],
      [-3, 2],
      [4, 0.3],
    ] as const) {
      let sum = 0;
      const step = Math.sqrt(a) / 20_000;
      for (let mu = step / 2; mu < 12 * Math.sqrt(a); mu += step) {
        const prior = (2 * Math.exp((-mu * mu) / (2 * a))) / Math.sqrt(2 * Math.PI * a);
        sum += prior * Math.exp(mu * z - (mu * mu) / 2) * step;
      }
      expect(lnHalfNormal(z, a)).toBeCloseTo(Math.log(sum), 7);
    }
  });

  test('grows with z and is a number for any', () => {
    for (const a of [0, 1e-9, 1, 1e12]) {
      let last = -Infinity;
      for (const z of [-1e9, -1e4, -50, -3, 0, 3, 50, 1e4, 1e9]) {
        const lnE = lnHalfNormal(z, a);
        expect(Number.isFinite(lnE)).toBe(true);
        expect(lnE).toBeGreaterThanOrEqual(last);
        last = lnE;
      }
    }
  });
});

describe('M', () => {
  test('says nothing before 100 requests, 30 bins and 10 expected events, in either arm', () => {
    const much = spreadOf(
      bins(
        () => 50,
        (bin) => 1 + (bin % 3),
      ),
    );
    const enough = spreadOf(
      bins(
        (bin) => (bin < 100 ? 4 : 0),
        () => 0,
      ),
    );
    expect(isEnough(enough, much, rare)).toBe(true);
    expect(isEnough(much, enough, rare)).toBe(true);
    const fewRequests = spreadOf(
      bins(
        (bin) => (bin < 99 ? 1 : 0),
        () => 0,
      ),
    );
    const fewBins = spreadOf(
      bins(
        (bin) => (bin < 29 ? 100 : 0),
        () => 0,
      ),
    );
    const oneClient = spreadOf(
      bins(
        (bin) => (bin === 7 ? 1_000_000 : 50),
        (bin) => (bin === 7 ? 1_000_000 : 1),
      ),
    );
    const noEvents = spreadOf(
      bins(
        () => 50,
        () => 0,
      ),
    );
    for (const few of [fewRequests, fewBins, oneClient]) {
      expect(isEnough(few, much, { ...rare, isRare: false })).toBe(false);
      expect(isEnough(much, few, { ...rare, isRare: false })).toBe(false);
    }
    expect(isEnough(noEvents, noEvents, rare)).toBe(false);
    expect(isEnough(noEvents, noEvents, { ...rare, isRare: false })).toBe(true);
    expect(isEnough(spreadOf({ n: [], y: [] }), much, rare)).toBe(false);
  });

  test('says nothing where bins have no spread to compare with', () => {
    const [one, other] = [
      spreadOf(
        bins(
          () => 3,
          () => 0.3,
        ),
      ),
      spreadOf(
        bins(
          () => 3,
          () => 0,
        ),
      ),
    ];
    expect(compare(one, other, 0.05, 0.5).lnE).toBe(0);
    const none = spreadOf(
      bins(
        () => 0,
        () => 0,
      ),
    );
    expect(compare(none, none, 0.05, 0.5).lnE).toBe(0);
  });

  const sums = fc
    .array(
      fc.tuple(fc.oneof(fc.nat(100), fc.nat(1e9)), fc.double({ min: 0, max: 1, noNaN: true })),
      {
        minLength: K,
        maxLength: K,
      },
    )
    .map((pairs) => ({
      n: pairs.map(([n]) => n),
      y: pairs.map(([n, rate]) => Math.round(n * rate)),
    }));

  test('turns its sign, and nothing else, when the arms are swapped', () => {
    fc.assert(
      fc.property(sums, sums, fc.constantFrom(0.05, 0.5, 0.95), (left, right, share) => {
        const [canary, control] = [spreadOf(left), spreadOf(right)];
        const forth = compare(canary, control, share, 0.5);
        const back = compare(control, canary, 1 - share, 0.5);
        expect(back.z).toBeCloseTo(-forth.z, 6);
        expect(back.a / (1 + forth.a)).toBeCloseTo(forth.a / (1 + forth.a), 6);
        expect(Number.isFinite(forth.lnE)).toBe(true);
      }),
      options,
    );
  });

  test('knows what bins would be, had their values been larger', () => {
    fc.assert(
      fc.property(sums, sums, (left, right) => {
        const [canary, control] = [spreadOf(left), spreadOf(right)];
        const grown = spreadOf({ n: right.n, y: right.y.map((y) => 1.5 * y) });
        const lifted = spreadOf({
          n: right.n,
          y: right.y.map((y, bin) => y + 2 * (right.n[bin] ?? 0)),
        });
        const z = (other: typeof control) => compare(canary, other, 0.05, 0.5).z;
        expect(z(scaled(control, 1.5))).toBeCloseTo(z(grown), 6);
        expect(z(shifted(control, 2))).toBeCloseTo(z(lifted), 6);
      }),
      options,
    );
  });
});
