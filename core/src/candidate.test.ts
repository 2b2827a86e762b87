import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { armOf, type CompiledCandidate, compileCandidate, getsCandidate } from './candidate.ts';
import { compile } from './compile.ts';
import type { Inputs } from './conditions/condition-type.ts';
import { isActive } from './evaluate.ts';
import { emptyRuleset, type Switch } from './ruleset.ts';
import type { Audience } from './sync/candidate-message.ts';
import { anyText, contexts, fixed, hostileContexts, rulesets } from './testing/arbitraries.ts';
import { type ArmCase, readArms } from './testing/candidate-vectors.ts';
import { chiSquared, critical, dependence } from './testing/chi-squared.ts';

const nobody: Inputs = { now: () => 0, isMember: () => false };
const inputsOf = ({ members }: ArmCase): Inputs => ({
  now: () => 0,
  isMember: (cohort, user) => Object.hasOwn(members, cohort) && !!members[cohort]?.includes(user),
});

const candidate = (audience: Audience, salt = 'k3v9x2mq', ruleset = emptyRuleset) =>
  compileCandidate({ release: 18, salt, audience, startedAt: '', checksum: '', ruleset }, ruleset);
const share = (thousandths: number, salt?: string) => candidate({ thousandths }, salt);
const isIn = (compiled: CompiledCandidate) => (targetingKey: string) =>
  getsCandidate(armOf(compiled, { targetingKey }, nobody));
const units = Array.from({ length: 100_000 }, (_, at) => `user-${at}`);

describe('vectors', () => {
  test.each(readArms())('$name', (one) => {
    const { held, context, arm } = one;
    const compiled = compileCandidate(held.candidate, held.ruleset);
    expect(armOf(compiled, context, inputsOf(one))).toBe(arm);
    expect(compiled.compiled.release).toBe(18);
    expect(isActive(compiled.compiled, 'it', context, nobody)).toBe(true);
  });
});

describe('an arm', () => {
  test('is taken from nobody by a larger share with the same salt', () => {
    const thousandths = fc.nat(100_000);
    fc.assert(
      fc.property(anyText, anyText, thousandths, thousandths, (salt, unit, one, other) => {
        const isInLess = isIn(share(Math.min(one, other), salt))(unit);
        const isInMore = isIn(share(Math.max(one, other), salt))(unit);
        expect(isInMore || !isInLess).toBe(true);
      }),
      { ...fixed, numRuns: 3_000 },
    );
    let before = new Set<string>();
    for (const step of [0, 1, 100, 5_000, 50_000, 95_000, 99_999, 100_000]) {
      const now = new Set(units.filter(isIn(share(step))));
      expect([...before].every((unit) => now.has(unit))).toBe(true);
      before = now;
    }
    expect(before.size).toBe(units.length);
  });

  test.each([100, 5_000, 50_000, 95_000])(
    'is of the right size at %i thousandths',
    (thousandths) => {
      const expected = (units.length * thousandths) / 100_000;
      for (const salt of ['k3v9x2mq', 'größe', '']) {
        const inside = units.filter(isIn(share(thousandths, salt))).length;
        const observed = [inside, units.length - inside];
        expect(chiSquared(observed, [expected, units.length - expected])).toBeLessThan(critical[1]);
      }
    },
  );

  test('is independent of the switches, and of the arms of other releases', () => {
    const one: Switch = {
      state: 'conditional',
      rules: [{ id: 'r', conditions: [{ type: 'percentage', thousandths: 50_000 }], serve: 'on' }],
      variants: [],
      requires: [],
      clientSide: false,
    };
    const compiled = compile({ ...emptyRuleset, switches: { awesome: one } }, 17);
    const hasSwitch = (targetingKey: string) =>
      isActive(compiled, 'awesome', { targetingKey }, nobody);
    const others = [
      hasSwitch,
      ...['2nd', '3rd', 'awesome'].map((salt) => isIn(share(50_000, salt))),
    ];

    for (const other of others) {
      const table = [0, 0, 0, 0];
      for (const unit of units) {
        const cell = Number(isIn(share(50_000))(unit)) * 2 + Number(other(unit));
        table[cell] = (table[cell] as number) + 1;
      }
      expect(dependence(table, 2)).toBeLessThan(critical[1]);
    }
  });

  test('is found for anybody, and does not depend on who was asked about before', () => {
    const audience = { internal: true, cohorts: ['a', 'd'], thousandths: 30_000 };
    const members: Inputs = { now: () => 0, isMember: (cohort) => cohort === 'a' };
    fc.assert(
      fc.property(rulesets, fc.array(fc.oneof(contexts, hostileContexts)), (ruleset, all) => {
        const compiled = candidate(audience, 'salt', ruleset);
        for (const context of all) {
          const afresh = armOf(candidate(audience, 'salt', ruleset), context, members);
          expect(armOf(compiled, context, members)).toBe(afresh);
        }
      }),
      fixed,
    );
  });

  test('is none where members cannot be asked', () => {
    const ruleset = { ...emptyRuleset, cohorts: { beta: { title: 'Beta', open: true } } };
    const compiled = candidate({ cohorts: ['beta'], thousandths: 100_000 }, 'salt', ruleset);
    const inputs: Inputs = {
      now: () => 0,
      isMember() {
        throw new Error('members that cannot be asked');
      },
    };
    expect(armOf(compiled, { targetingKey: 'u1' }, inputs)).toBe('none');
  });
});
