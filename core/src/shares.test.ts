import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { isActive, resolve } from './evaluate.ts';
import { emptyRuleset, type Serve, type Switch } from './ruleset.ts';
import { anyText, fixed } from './testing/arbitraries.ts';
import { chiSquared, critical, dependence } from './testing/chi-squared.ts';

const inputs = { now: () => 0, isMember: () => false };
const units = Array.from({ length: 100_000 }, (_, at) => `user-${at}`);

const conditional = (thousandths: number, salt: string, serve: Serve = 'on'): Switch => ({
  state: 'conditional',
  rules: [{ id: 'r', conditions: [{ type: 'percentage', thousandths }], serve }],
  variants: [],
  requires: [],
  clientSide: false,
  salt,
});
const compiled = (one: Switch) => compile({ ...emptyRuleset, switches: { one } }, 1);
const isIn = (one: Switch) => {
  const ruleset = compiled(one);
  return (unit: string) => isActive(ruleset, 'one', { targetingKey: unit }, inputs);
};

describe('raising a percentage', () => {
  test('takes the switch from nobody', () => {
    const thousandths = fc.nat(100_000);
    fc.assert(
      fc.property(anyText, anyText, thousandths, thousandths, (salt, unit, one, other) => {
        const isInLess = isIn(conditional(Math.min(one, other), salt))(unit);
        const isInMore = isIn(conditional(Math.max(one, other), salt))(unit);
        expect(isInMore || !isInLess).toBe(true);
      }),
      { ...fixed, numRuns: 3_000 },
    );
  });

  test('takes it from none of 100,000 users in steps from 0 to 100 %', () => {
    const steps = [0, 1, 10, 100, 1_000, 5_000, 25_000, 50_000, 95_000, 99_999, 100_000];
    let before = new Set<string>();
    for (const step of steps) {
      const now = new Set(units.filter(isIn(conditional(step, 'ramp'))));
      expect([...before].every((unit) => now.has(unit))).toBe(true);
      before = now;
    }
    expect(before.size).toBe(units.length);
  });
});

describe('the share of users', () => {
  test.each([10, 1_000, 5_000, 12_345, 50_000, 99_000])(
    'is right at %i thousandths',
    (thousandths) => {
      for (const salt of ['awesome', 'checkout:one-page', 'größe']) {
        const inside = units.filter(isIn(conditional(thousandths, salt))).length;
        const expected = (units.length * thousandths) / 100_000;
        const observed = [inside, units.length - inside];
        expect(chiSquared(observed, [expected, units.length - expected])).toBeLessThan(critical[1]);
      }
    },
  );

  test('is right for each of a hundred percents', () => {
    const steps = Array.from({ length: 99 }, (_, at) =>
      isIn(conditional((at + 1) * 1_000, 'even')),
    );
    const observed = new Array<number>(100).fill(0);
    for (const unit of units) {
      const first = steps.findIndex((step) => step(unit));
      observed[first < 0 ? 99 : first] = (observed[first < 0 ? 99 : first] as number) + 1;
    }
    expect(
      chiSquared(
        observed,
        observed.map(() => 1_000),
      ),
    ).toBeLessThan(critical[99]);
  });

  test('is right for the variants of a split', () => {
    const weights = { a: 50_000, b: 30_000, c: 15_000, d: 5_000 };
    const split = Object.entries(weights).map(([variant, weight]) => ({ variant, weight }));
    const variants = Object.keys(weights).map((key) => ({ key, value: key }));
    const ruleset = compiled({ ...conditional(100_000, 'split', { split }), variants });
    const counts = new Map<string | undefined, number>();
    for (const targetingKey of units) {
      const { variant } = resolve(ruleset, 'one', { targetingKey }, inputs);
      counts.set(variant, (counts.get(variant) ?? 0) + 1);
    }
    const observed = Object.keys(weights).map((key) => counts.get(key) ?? 0);
    const expected = Object.values(weights).map((weight) => (units.length * weight) / 100_000);
    expect(chiSquared(observed, expected)).toBeLessThan(critical[3]);
  });
});

describe('two switches', () => {
  test.each([
    ['awesome', 'checkout'],
    ['a', 'b'],
    ['feature-1', 'feature-2'],
    ['awesome', 'awesome/split'],
  ])('%s and %s are independent, half by half', (one, other) => {
    const [isInOne, isInOther] = [one, other].map((salt) => isIn(conditional(50_000, salt)));
    const table = [0, 0, 0, 0];
    for (const unit of units) {
      const cell = Number(isInOne?.(unit)) * 2 + Number(isInOther?.(unit));
      table[cell] = (table[cell] as number) + 1;
    }
    expect(dependence(table, 2)).toBeLessThan(critical[1]);
  });

  test('are independent, tenth by tenth', () => {
    const tenths = (salt: string) => {
      const steps = Array.from({ length: 9 }, (_, at) =>
        isIn(conditional((at + 1) * 10_000, salt)),
      );
      return (unit: string) => steps.filter((step) => !step(unit)).length;
    };
    const [one, other] = [tenths('awesome'), tenths('checkout')];
    const table = new Array<number>(100).fill(0);
    for (const unit of units) {
      const cell = one(unit) * 10 + other(unit);
      table[cell] = (table[cell] as number) + 1;
    }
    expect(dependence(table, 10)).toBeLessThan(critical[81]);
  });

  test('with one salt are not', () => {
    const [one, other] = [isIn(conditional(50_000, 'same')), isIn(conditional(50_000, 'same'))];
    expect(units.every((unit) => one(unit) === other(unit))).toBe(true);
  });
});
