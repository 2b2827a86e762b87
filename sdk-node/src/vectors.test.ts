import type { EvaluationContext, HeldRuleset, Inputs } from '@switchyard/core';
import { expect, test } from 'vitest';
import { readArms } from '../../core/src/testing/candidate-vectors.ts';
import { readVectors } from '../../core/src/testing/read-vectors.ts';
import type { Question } from '../../core/src/testing/vectors.ts';
import { createAskedNotes } from './asked.ts';
import { createEvaluation } from './evaluation.ts';
import { heldOf } from './held.ts';

class Request {}

const flagsOf = (
  held: HeldRuleset,
  context: EvaluationContext,
  { members, ...rest }: Omit<Inputs, 'isMember'> & { members: Question['members'] },
) =>
  createEvaluation<object>({
    holder: { current: heldOf('network', held) },
    identify: () => context,
    defaults: new Map(),
    asked: createAskedNotes(),
    tracking: { track() {}, noteVariant() {} },
    inputs: {
      ...rest,
      isMember: (cohort, user) =>
        Object.hasOwn(members, cohort) && !!members[cohort]?.includes(user),
    },
    isSilent: () => false,
    verifyOverrides: () => undefined,
  });

test.each(readVectors())('$name', ({ question, expected, seen }) => {
  const { ruleset, switch: key, context, now, members, overrides } = question;
  const inputs = { now: () => now, overrides: new Map(Object.entries(overrides)), members };
  const about = { position: 'epoch:17', environment: 'production', release: 17, checksum: '' };
  const flags = flagsOf({ ...about, ruleset }, context, inputs);

  for (const subject of [context, new Request()]) {
    const resolution = flags.explain(key, subject);
    expect(seen(resolution)).toStrictEqual(expected);
    expect(resolution.release).toBe(17);
    expect(flags.isActive(key, subject)).toBe(resolution.active);
    expect(flags.forRequest(subject).explain(key)).toEqual(resolution);
    expect(flags.trace(key, subject).resolution).toEqual(resolution);
    if (resolution.reason !== 'ERROR') expect(flags.variant(key, subject)).toBe(resolution.variant);
  }
});

test.each(readArms())('$name', ({ held, context, members, arm }) => {
  const flags = flagsOf(held, context, { now: () => 0, members });
  const isIn = arm === 'canary' || arm === 'chosen';

  for (const subject of [context, new Request()]) {
    expect(flags.isActive('it', subject)).toBe(isIn);
    expect(flags.variant('it', subject)).toBe(isIn ? 'on' : 'off');
    expect(flags.explain('it', subject)).toMatchObject({ release: isIn ? 18 : 17, arm });
    expect(flags.trace('it', subject).resolution.release).toBe(isIn ? 18 : 17);
    expect(flags.forRequest(subject).isActive('it')).toBe(isIn);
  }
});
