import { describe, expect, test } from 'vitest';
import { lnSampleRatio } from './assignment.ts';
import { lnE1 } from './e1.ts';
import { compare, isEnough, lnHalfNormal, spreadOf } from './m.ts';
import vectors from './vectors.json' with { type: 'json' };

const digits = 9;

describe('the exact values', () => {
  test.each(vectors.E1)('of E1: $stages, margin $margin', ({ stages, margin, logE }) => {
    const events = stages.map(({ p, s, f }) => ({ share: p, canary: s, control: f }));
    expect(lnE1(events, 1 + margin)).toBeCloseTo(logE, digits);
  });

  test.each(vectors.SRM)('of the sample ratio: $args', ({ args, logE }) => {
    const [canary = 0, control = 0, share = 0, kappa = 0] = args;
    expect(lnSampleRatio(canary, control, share, kappa)).toBeCloseTo(logE, digits);
  });

  test.each(vectors.HN)('of the half-normal mixture: $args', ({ args, logE }) => {
    const [z = 0, a = 0] = args;
    expect(lnHalfNormal(z, a)).toBeCloseTo(logE, digits);
  });

  test.each(vectors.M)('of M: $out.logE', ({ canary, control, opts, out }) => {
    const sums = (bins: typeof canary) =>
      spreadOf({ n: bins.map(({ n }) => n), y: bins.map(({ y }) => y) });
    const [left, right] = [sums(canary), sums(control)];
    const found = compare(left, right, opts.p, opts.tauRel);

    expect(left.bins).toBe(opts.K);
    expect(isEnough(left, right, { tau: opts.tauRel, isRare: true })).toBe(out.ok);
    expect(found.lnE).toBeCloseTo(out.logE, digits);
    expect(found.z).toBeCloseTo(out.z, digits);
    expect(found.a).toBeCloseTo(out.a, digits);
    expect(found.pooled).toBeCloseTo(out.R, digits);
    expect(found.difference).toBeCloseTo(out.D, digits);
    expect(found.error).toBeCloseTo(out.se, digits);
  });
});
