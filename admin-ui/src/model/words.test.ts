import type { EvaluationContext, Rule } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import type { StoredSwitch } from '../api-types.ts';
import { explain, rulesetWith } from './evaluation.ts';
import { reasonInWords, summaryOf } from './words.ts';

const internal: Rule = { id: 'a', conditions: [{ type: 'internal-users' }], serve: 'on' };
const share: Rule = {
  id: 'b',
  conditions: [{ type: 'percentage', thousandths: 5_000 }],
  serve: 'on',
};
const stored: StoredSwitch = {
  state: 'conditional',
  rules: [internal, share],
  variants: [],
  requires: [],
  clientSide: false,
};
const empty = {
  switches: {},
  segments: {},
  cohorts: {},
  internalUsers: { users: [], emails: [], domains: ['example.com'], ranges: [] },
};

describe('a switch in one line', () => {
  test.each<[string, Partial<StoredSwitch>]>([
    ['internal users, then 5\u00a0%', {}],
    ['nobody', { state: 'off' }],
    ['everybody', { state: 'on' }],
    ['nobody: there are no rules yet', { rules: [] }],
    ['nobody, until it is revived', { killed: true }],
    ['kept, but not sent to applications', { archived: true, killed: undefined as never }],
  ])('is “%s”', (words, changes) => {
    expect(summaryOf({ ...stored, ...changes })).toBe(words);
  });

  test('does not list rules without end', () => {
    const rules = Array.from({ length: 5 }, (_, at) => ({ ...share, id: `${at}` }));
    expect(summaryOf({ ...stored, rules })).toBe(
      '5\u00a0%, then 5\u00a0%, then 5\u00a0%, and 2 more rules',
    );
  });
});

describe('who gets it, and why', () => {
  const why = (changes: Partial<StoredSwitch>, context: EvaluationContext) => {
    const ruleset = rulesetWith(empty, 'awesome', { ...stored, ...changes });
    const { resolution, steps } = explain(ruleset, 'awesome', context, [], 0);
    return [resolution.active, reasonInWords(resolution, steps)];
  };

  test('an internal user gets it by the first rule', () => {
    expect(why({}, { email: 'ada@example.com' })).toEqual([true, 'Rule 1 decides.']);
  });

  test('without a targeting key a percentage cannot be decided', () => {
    const [active, words] = why({}, { email: 'ada@elsewhere.example' });
    expect(active).toBe(false);
    expect(words).toContain('without a targeting key');
  });

  test('a named rule is named', () => {
    const rules = [
      {
        ...share,
        name: 'all',
        conditions: [{ type: 'percentage' as const, thousandths: 100_000 }],
      },
    ];
    expect(why({ rules }, {})).toEqual([true, 'Rule 1, all, decides.']);
  });

  test('nobody gets one that is killed; one that is archived is not there', () => {
    expect(why({ killed: true }, { email: 'ada@example.com' })).toEqual([
      false,
      'The switch is off.',
    ]);
    expect(why({ archived: true }, {})).toEqual([
      false,
      'There is no such switch here; applications use their default.',
    ]);
  });
});
