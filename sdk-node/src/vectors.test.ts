import type { Inputs } from '@switchyard/core';
import { expect, test } from 'vitest';
import { readVectors } from '../../core/src/testing/read-vectors.ts';
import { createAskedNotes } from './asked.ts';
import { createEvaluation } from './evaluation.ts';
import { heldOf } from './held.ts';

class Request {}

test.each(readVectors())('$name', ({ question, expected, seen }) => {
  const { ruleset, switch: key, context, now, members, overrides } = question;
  const inputs: Inputs = {
    now: () => now,
    isMember: (cohort, user) => Object.hasOwn(members, cohort) && !!members[cohort]?.includes(user),
    overrides: new Map(Object.entries(overrides)),
  };
  const about = { position: 'epoch:17', environment: 'production', release: 17, checksum: '' };
  const flags = createEvaluation<object>({
    holder: { current: heldOf('network', { ...about, ruleset }) },
    identify: () => context,
    defaults: new Map(),
    asked: createAskedNotes(),
    inputs,
    isSilent: () => false,
  });

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
