import { describe, expect, test } from 'vitest';
import { compareVariants } from './comparison.ts';
import { lnTwoSided, ratioInterval } from './two-sided.ts';
import { comparedInWords } from './words.ts';

const half = [
  { variant: 'a', weight: 50_000 },
  { variant: 'b', weight: 50_000 },
];
const counts = (all: Record<string, [users: number, affected: number]>) =>
  Object.entries(all).map(([variant, [users, affected]]) => ({ variant, users, affected }));
const versus = (all: Record<string, [number, number]>, split = half) => {
  const { variants } = compareVariants(split, counts(all));
  return variants.find(({ variant }) => variant === 'b')?.against;
};

describe('a variant', () => {
  test('is found to have more, or fewer, once the interval of its ratio is past 1', () => {
    expect(versus({ a: [2000, 80], b: [2000, 160] })?.finding).toBe('more');
    expect(versus({ a: [2000, 160], b: [2000, 80] })?.finding).toBe('fewer');
    expect(versus({ a: [2298, 97], b: [2310, 118] })?.finding).toBe('open');
  });

  test('is beside the control as it would be the other way round', () => {
    const there = versus({ a: [3000, 120], b: [3000, 190] });
    const back = versus({ a: [3000, 190], b: [3000, 120] });
    expect(there?.lnE).toBeCloseTo(back?.lnE ?? 0, 9);
    expect(there?.low).toBeCloseTo(1 / (back?.high ?? 0), 6);
    expect(there?.high).toBeCloseTo(1 / (back?.low ?? 0), 6);
  });

  test('has an interval that agrees with the evidence, and shrinks to nothing', () => {
    for (const [a, b] of [
      [40, 60],
      [300, 420],
      [5000, 5400],
    ] as const) {
      const against = versus({ a: [10_000, a], b: [10_000, b] });
      expect((against?.low ?? 0) > 1).toBe((against?.lnE ?? 0) >= Math.log(20));
    }
    const far = versus({ a: [1e7, 1e6], b: [1e7, 1.02e6] });
    expect(far?.low).toBeGreaterThan(1.01);
    expect(far?.high).toBeLessThan(1.03);
  });

  test('is compared by how often it should be given', () => {
    const tenth = [
      { variant: 'a', weight: 90_000 },
      { variant: 'b', weight: 10_000 },
    ];
    const against = versus({ a: [9000, 450], b: [1000, 50] }, tenth);
    expect(against?.ratio).toBeCloseTo(1, 9);
    expect(against?.finding).toBe('open');
    expect(versus({ a: [9000, 450], b: [1000, 150] }, tenth)?.finding).toBe('more');
  });

  test('of nobody, or without any event, is open to all sides', () => {
    expect(versus({})).toMatchObject({ ratio: null, low: 0, high: null, lnE: 0, finding: 'open' });
    expect(versus({ a: [3, 0], b: [2, 0] })).toMatchObject({ low: 0, high: null });
  });

  test('is held against off, or the control of that name, else the first; the more there are, the more it takes', () => {
    const named = (...names: string[]) =>
      compareVariants(
        names.map((variant) => ({ variant, weight: 100_000 / names.length })),
        counts(Object.fromEntries(names.map((name) => [name, [1000, name === 'c' ? 100 : 60]]))),
      );
    expect(named('a', 'b').control).toBe('a');
    expect(named('b', 'off').control).toBe('off');
    expect(named('a', 'control').control).toBe('control');
    const width = ({ variants }: ReturnType<typeof named>) => {
      const { low = 0, high = 0 } = variants.find(({ variant }) => variant === 'c')?.against ?? {};
      return (high ?? 0) / low;
    };
    expect(width(named('a', 'c', 'b', 'd'))).toBeGreaterThan(width(named('a', 'c')));
  });
});

describe('users', () => {
  test('who are not given the variants as often as they should be are noticed', () => {
    const suspicious = (a: number, b: number, split = half) =>
      compareVariants(split, counts({ a: [a, 0], b: [b, 0] })).assignment.isSuspicious;
    expect(suspicious(5000, 5080)).toBe(false);
    expect(suspicious(5000, 5600)).toBe(true);
    const never = [...half, { variant: 'gone', weight: 0 }];
    const { assignment } = compareVariants(never, counts({ a: [9, 0], gone: [1, 0] }));
    expect(assignment.isSuspicious).toBe(true);
  });
});

/** Two variants that do the same: 10,000 users, looked at again and again. */
function harmless(experiments: number, rate: number, share: number) {
  const random = seeded(7);
  const wrong = { evidence: 0, interval: 0, z: 0, ratio: 0 };
  for (let each = 0; each < experiments; each++) {
    const users = [0, 0];
    const affected = [0, 0];
    const seen = { evidence: false, interval: false, z: false, ratio: false };
    for (let user = 1; user <= 10_000; user++) {
      const variant = random() < share ? 1 : 0;
      (users[variant] as number)++;
      if (random() < rate) (affected[variant] as number)++;
      if (user % 100 > 0) continue;
      const [a, b] = [affected[0] as number, affected[1] as number];
      const pair = { share, affected: b, others: a };
      seen.evidence ||= lnTwoSided(pair) >= Math.log(20);
      seen.z ||= Math.abs(zOf(b, users[1] as number, a, users[0] as number)) > 1.96;
      if (user % 2000 > 0) continue;
      const { low, high } = ratioInterval(pair, 0.05);
      seen.interval ||= low > 1 || high < 1;
      const split = [
        { variant: 'a', weight: (1 - share) * 100_000 },
        { variant: 'b', weight: share * 100_000 },
      ];
      const all = counts({ a: [users[0] as number, a], b: [users[1] as number, b] });
      seen.ratio ||= compareVariants(split, all).assignment.isSuspicious;
    }
    for (const name of Object.keys(wrong) as (keyof typeof wrong)[]) {
      if (seen[name]) wrong[name]++;
    }
  }
  return wrong;
}

describe('variants that do the same', () => {
  const EXPERIMENTS = 400;
  test.each([
    [0.05, 0.5],
    [0.4, 0.5],
    [0.02, 0.2],
  ])(
    'at %f, given to %f, differ in fewer than 5 of 100 experiments, looked at 100 times each',
    (rate, share) => {
      const wrong = harmless(EXPERIMENTS, rate, share);
      expect(wrong.evidence).toBeLessThan(0.05 * EXPERIMENTS);
      expect(wrong.interval).toBeLessThanOrEqual(wrong.evidence);
      expect(wrong.ratio).toBeLessThanOrEqual(1);
      // Without this the test would be blind: a usual test, looked at as often, cries wolf.
      expect(wrong.z).toBeGreaterThan(0.2 * EXPERIMENTS);
    },
  );
});

test('what was found is said in words', () => {
  const say = (all: Record<string, [number, number]>) =>
    comparedInWords(compareVariants(half, counts(all))).join();
  expect(say({ a: [2298, 97], b: [2310, 118] })).toBe(
    'b: 5.1 % of 2,310 users; a: 4.2 % of 2,298 users. b is between 22 % lower and 92 % higher.',
  );
  const finding = (a: number, b: number, users = 2000) =>
    say({ a: [users, a], b: [users, b] }).split('. ')[1];
  expect(finding(80, 200)).toBe('b is between 1.6 and 3.9 times as high.');
  expect(finding(200, 80)).toBe('b is between 39 % and 74 % lower.');
  expect(finding(0, 200)).toBe('b is at least 34 times as high.');
  expect(finding(200, 0)).toBe('b is at least 97 % lower.');
  expect(finding(100_000, 102_000, 1e6)).toBe('b is between 0.3 % and 3.7 % higher.');
  expect(finding(5, 9, 100)).toBe('It is too early to say more.');
  expect(say({ a: [20, 0] })).toContain('b: nobody yet; a: 0 % of 20 users.');
  expect(say({})).toBe('');
});

const zOf = (s: number, n: number, f: number, m: number) => {
  const pooled = (s + f) / (n + m);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
  return error > 0 ? (s / n - f / m) / error : 0;
};

/** Mulberry32. */
function seeded(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
