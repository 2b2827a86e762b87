import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { Inputs } from './conditions/condition-type.ts';
import { describeChange } from './describe/change.ts';
import { isActive, resolve } from './evaluate.ts';
import { problemsWithRuleset } from './problems/ruleset.ts';
import type { Ruleset } from './ruleset.ts';
import {
  brokenRulesets,
  contexts,
  fixed,
  hostileContexts,
  keys,
  rulesets,
} from './testing/arbitraries.ts';
import { trace } from './trace.ts';

const asked = [...keys, '__proto__', 'hasOwnProperty', '', 'no such switch'];
const inputs: Inputs = {
  now: () => 1_780_000_000_000,
  isMember: (cohort, user) => (cohort.length + user.length) % 2 === 0,
};
const hostileInputs = {
  now: () => Number.NaN,
  isMember() {
    throw new Error('members that cannot be asked');
  },
  overrides: new Map([
    ['a', 'constructor'],
    ['d', 'one'],
  ]),
} as Inputs;

/** Asks everything of everything, and that the answers agree. */
function evaluate(ruleset: unknown, context: object, inputs: Inputs) {
  const compiled = compile(ruleset as Ruleset, 3);
  return asked.map((key) => {
    const resolution = resolve(compiled, key, context as never, inputs);
    expect(isActive(compiled, key, context as never, inputs)).toBe(resolution.active);
    expect(trace(compiled, key, context as never, inputs).resolution).toStrictEqual(resolution);
    const isServed = resolution.reason !== 'ERROR' && resolution.variant !== 'off';
    expect(resolution.active).toBe(isServed);
    return resolution;
  });
}

describe('evaluation', () => {
  test('takes any ruleset and context', () => {
    fc.assert(
      fc.property(rulesets, contexts, (ruleset, context) => {
        evaluate(ruleset, context, inputs);
      }),
      fixed,
    );
  });

  test('takes rulesets that nobody should have published', () => {
    fc.assert(
      fc.property(brokenRulesets, contexts, (ruleset, context) => {
        evaluate(ruleset, context, inputs);
      }),
      fixed,
    );
  });

  test('takes what is no ruleset at all', () => {
    fc.assert(
      fc.property(fc.jsonValue(), contexts, (ruleset, context) => {
        for (const { errorCode } of evaluate(ruleset, context, inputs)) {
          expect(errorCode).toBe('FLAG_NOT_FOUND');
        }
      }),
      fixed,
    );
  });

  test('takes contexts and inputs that throw', () => {
    fc.assert(
      fc.property(rulesets, hostileContexts, (ruleset, context) => {
        evaluate(ruleset, context, inputs);
        evaluate(ruleset, context, hostileInputs);
      }),
      fixed,
    );
  });

  test('never fails on a ruleset without problems', () => {
    let sound = 0;
    fc.assert(
      fc.property(rulesets, contexts, (ruleset, context) => {
        if (problemsWithRuleset(ruleset).length > 0) return;
        sound++;
        for (const { errorCode } of evaluate(ruleset, context, inputs))
          expect(errorCode).not.toBe('GENERAL');
      }),
      fixed,
    );
    expect(sound).toBeGreaterThan(100);
  });

  test('does not depend on who was asked about before', () => {
    fc.assert(
      fc.property(rulesets, fc.array(contexts, { minLength: 2, maxLength: 6 }), (ruleset, all) => {
        const compiled = compile(ruleset, 3);
        for (const context of all) {
          for (const key of keys) {
            const afresh = resolve(compile(ruleset, 3), key, context, inputs);
            expect(resolve(compiled, key, context, inputs)).toStrictEqual(afresh);
          }
        }
      }),
      fixed,
    );
  });

  test('falls back where it fails, and only there', () => {
    const ruleset = {
      switches: { bad: { state: 'conditional' }, off: { state: 'off' } },
    } as unknown as Ruleset;
    const compiled = compile(ruleset, 1);
    for (const key of ['bad', 'gone']) {
      expect(isActive(compiled, key, {}, inputs, true)).toBe(true);
      expect(isActive(compiled, key, {}, inputs)).toBe(false);
    }
    expect(isActive(compiled, 'off', {}, inputs, true)).toBe(false);
  });
});

describe('validation and descriptions', () => {
  test('take anything that JSON can say', () => {
    fc.assert(
      fc.property(fc.oneof(brokenRulesets, fc.jsonValue()), (ruleset) => {
        for (const { message } of problemsWithRuleset(ruleset))
          expect(message).toMatch(/^[A-Z].*[.]$/s);
      }),
      fixed,
    );
  });

  test('tell nothing about what did not change, and something about what did', () => {
    fc.assert(
      fc.property(rulesets, rulesets, ({ switches: before }, { switches: after }) => {
        for (const key of keys) {
          const [old, now] = [before[key] ?? null, after[key] ?? null];
          expect(describeChange('switch', old, old)).toEqual([]);
          if (JSON.stringify(old) !== JSON.stringify(now)) {
            expect(describeChange('switch', old, now)).not.toEqual([]);
          }
        }
      }),
      fixed,
    );
  });
});
