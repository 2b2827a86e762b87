import { compile as compileCore, type Inputs, resolve } from '@switchyard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contexts, fixed, keys, rulesets } from '../../../core/src/testing/arbitraries.ts';
import {
  type ConditionVectors,
  casesOfConditions,
  casesOfSwitches,
  type SwitchVectors,
} from '../../../core/src/testing/vectors.ts';
import { answered } from '../testing/answered.ts';
import { compile } from './evaluate.ts';

const filesIn = <T>(files: Record<string, unknown>) => Object.values(files) as T[];
const vectors = [
  ...filesIn<ConditionVectors>(
    import.meta.glob('../../../core/vectors/conditions/*.json', { eager: true, import: 'default' }),
  ).flatMap(casesOfConditions),
  ...filesIn<SwitchVectors>(
    import.meta.glob('../../../core/vectors/switches/*.json', { eager: true, import: 'default' }),
  ).flatMap(casesOfSwitches),
];

test.each(vectors)('$name', ({ question, expected, seen }) => {
  const { switch: key, context, now, members, overrides } = question;
  const inputs: Inputs = {
    now: () => now,
    isMember: (cohort, user) => Object.hasOwn(members, cohort) && !!members[cohort]?.includes(user),
    overrides: new Map(Object.entries(overrides)),
  };
  const { ruleset, answers } = answered(question.ruleset, context, inputs);
  const asked = {
    ...inputs,
    answer: (id: string) => answers[id],
    overrides: new Map(Object.entries(overrides)),
  };

  const outcome = compile(ruleset, 17).resolve(key, context, asked);

  expect(seen(outcome)).toStrictEqual(expected);
  expect(outcome.release).toBe(17);
});

test('whatever the ruleset and whoever asks, core would say the same', () => {
  const inputs: Inputs = {
    now: () => 1.8e12,
    isMember: (cohort, user) => (cohort + user).length % 2 > 0,
  };
  fc.assert(
    fc.property(rulesets, contexts, (whole, context) => {
      const { ruleset, answers } = answered(whole, context, inputs);
      const compiled = compile(ruleset, 1);
      const core = compileCore(whole, 1);
      for (const key of [...keys, 'unheard-of']) {
        const outcome = compiled.resolve(key, context, {
          ...inputs,
          answer: (id) => answers[id],
          overrides: new Map(),
        });
        expect(outcome).toEqual(resolve(core, key, context, inputs));
      }
    }),
    { ...fixed, numRuns: 2_000 },
  );
});
