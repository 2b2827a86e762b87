import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { Inputs } from './conditions/condition-type.ts';
import { conditionTypes } from './conditions/index.ts';
import { isActive, resolve } from './evaluate.ts';
import { filesIn, readVectors } from './testing/read-vectors.ts';
import type { ConditionVectors, Question } from './testing/vectors.ts';
import { trace } from './trace.ts';

const inputsOf = ({ now, members, overrides }: Question): Inputs => ({
  now: () => now,
  isMember: (cohort, user) => Object.hasOwn(members, cohort) && !!members[cohort]?.includes(user),
  overrides: new Map(Object.entries(overrides)),
});

describe('vectors', () => {
  test.each(readVectors())('$name', ({ question, expected, seen }) => {
    const compiled = compile(question.ruleset, 17);
    const inputs = inputsOf(question);

    const resolution = resolve(compiled, question.switch, question.context, inputs);

    expect(seen(resolution)).toStrictEqual(expected);
    expect(resolution.release).toBe(17);
    expect(isActive(compiled, question.switch, question.context, inputs)).toBe(resolution.active);
    const traced = trace(compiled, question.switch, question.context, inputs);
    expect(traced.resolution).toBe(resolution);
  });

  test.each(conditionTypes.map(({ type }) => type))('%s has some', (type) => {
    const files: ConditionVectors[] = filesIn('conditions');
    const types = files.flatMap(({ vectors }) => vectors.map(({ condition }) => condition.type));
    expect(types).toContain(type);
  });
});
