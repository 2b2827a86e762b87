import type { Rule } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { quickOf, withCohort, withInternal, withShare } from './quick.ts';

const internal: Rule = { id: 'a', conditions: [{ type: 'internal-users' }], serve: 'on' };
const share: Rule = {
  id: 'b',
  conditions: [{ type: 'percentage', thousandths: 5_000 }],
  serve: 'on',
};
const german: Rule = {
  id: 'c',
  conditions: [
    { type: 'attribute-in', attribute: 'country', values: ['DE'] },
    { type: 'percentage', thousandths: 70_000 },
  ],
  serve: 'on',
};

describe('the quick controls', () => {
  test('find the rules that they know among others', () => {
    expect(quickOf({ rules: [internal, german, share] })).toEqual({
      internal: true,
      cohorts: [],
      thousandths: 5_000,
    });
    expect(quickOf({ rules: [german] })).toEqual({
      internal: false,
      cohorts: [],
      thousandths: undefined,
    });
  });

  test('do not take a negated or otherwise counted condition for theirs', () => {
    const outsiders: Rule = { ...internal, conditions: [{ type: 'internal-users', not: true }] };
    const byTeam: Rule = {
      ...share,
      conditions: [{ type: 'percentage', thousandths: 1, by: 'team' }],
    };
    expect(quickOf({ rules: [outsiders, byTeam, { ...share, serve: 'off' }] })).toEqual({
      internal: false,
      cohorts: [],
      thousandths: undefined,
    });
  });

  test('let volunteers in after internal users and before everybody else, and out again', () => {
    const added = withCohort([internal, german, share], 'beta', true);
    expect(added[1]).toMatchObject({
      conditions: [{ type: 'in-cohort', cohort: 'beta' }],
      serve: 'on',
    });
    expect(added.map(({ id }) => id)).toEqual(['a', added[1]?.id, 'c', 'b']);
    expect(quickOf({ rules: added }).cohorts).toEqual(['beta']);
    expect(withCohort(added, 'beta', true)).toBe(added);
    const two = withCohort(added, 'gamma', true);
    expect(quickOf({ rules: two }).cohorts).toEqual(['beta', 'gamma']);
    expect(withCohort(two, 'gamma', false)).toEqual(added);
    expect(withCohort(added, 'beta', false)).toEqual([internal, german, share]);
  });

  test('change their rule where it stands, and keep its id and name', () => {
    const named = { ...share, name: 'ramp' };
    expect(withShare([named, german], 10_000)).toEqual([
      { ...named, conditions: [{ type: 'percentage', thousandths: 10_000 }] },
      german,
    ]);
  });

  test('add their rule where it is missing: internal users first, the percentage last', () => {
    expect(withInternal([german], true).map(({ conditions }) => conditions[0]?.type)).toEqual([
      'internal-users',
      'attribute-in',
    ]);
    expect(withShare([german], 1_000).at(-1)?.conditions).toEqual([
      { type: 'percentage', thousandths: 1_000 },
    ]);
  });

  test('take the rule for internal users away, and leave it alone if it is as asked', () => {
    const rules = [internal, german];
    expect(withInternal(rules, false)).toEqual([german]);
    expect(withInternal(rules, true)).toBe(rules);
  });
});
