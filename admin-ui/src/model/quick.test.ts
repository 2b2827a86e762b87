import type { Rule } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { quickOf, withInternal, withShare } from './quick.ts';

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
      thousandths: 5_000,
    });
    expect(quickOf({ rules: [german] })).toEqual({ internal: false, thousandths: undefined });
  });

  test('do not take a negated or otherwise counted condition for theirs', () => {
    const outsiders: Rule = { ...internal, conditions: [{ type: 'internal-users', not: true }] };
    const byTeam: Rule = {
      ...share,
      conditions: [{ type: 'percentage', thousandths: 1, by: 'team' }],
    };
    expect(quickOf({ rules: [outsiders, byTeam, { ...share, serve: 'off' }] })).toEqual({
      internal: false,
      thousandths: undefined,
    });
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
