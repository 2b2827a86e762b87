import { describe, expect, test } from 'vitest';
import { parsePercent, quickOf, withInternal, withPercentage } from './quick.ts';
import type { Rule } from './ruleset.ts';

const internal: Rule = { id: 'r1', conditions: [{ type: 'internal-users' }], serve: 'on' };
const share: Rule = {
  id: 'r2',
  name: 'A share',
  conditions: [{ type: 'percentage', thousandths: 5_000, by: 'account' }],
  serve: 'on',
};
const others: readonly Rule[] = [
  { id: 'no-staff', conditions: [{ type: 'internal-users', not: true }], serve: 'on' },
  { id: 'staff-off', conditions: [{ type: 'internal-users' }], serve: 'off' },
  { id: 'outside', conditions: [{ type: 'percentage', thousandths: 9, not: true }], serve: 'on' },
  { id: 'b', conditions: [{ type: 'percentage', thousandths: 9 }], serve: { variant: 'b' } },
  {
    id: 'both',
    conditions: [{ type: 'internal-users' }, { type: 'percentage', thousandths: 9 }],
    serve: 'on',
  },
  { id: 'everybody', conditions: [], serve: 'on' },
];

describe('the quick controls', () => {
  test('show the rules of their shape, whatever they are called', () => {
    expect(quickOf([])).toEqual({ internal: false, percentage: undefined });
    expect(quickOf(others)).toEqual({ internal: false, percentage: undefined });
    expect(quickOf([internal, ...others, share])).toEqual({ internal: true, percentage: 5_000 });
  });

  test('let internal users in first, and out again', () => {
    const withThem = withInternal([...others, share], true);
    expect(withThem[0]).toEqual({ ...internal, id: 'internal' });
    expect(withInternal(withThem, true)).toBe(withThem);
    expect(withInternal(withThem, false)).toEqual([...others, share]);
    expect(withInternal(others, false)).toBe(others);
  });

  test('set the percentage where it is, and keep everything else about it', () => {
    expect(withPercentage([share, ...others], 12_345)).toEqual([
      {
        ...share,
        conditions: [{ type: 'percentage', thousandths: 12_345, by: 'account' }],
      },
      ...others,
    ]);
  });

  test('add the percentage as the last rule, and keep it at 0', () => {
    const added = withPercentage(others, 100_000);
    expect(added.slice(0, -1)).toEqual(others);
    expect(added.at(-1)).toEqual({
      id: 'percentage',
      conditions: [{ type: 'percentage', thousandths: 100_000 }],
      serve: 'on',
    });
    expect(quickOf(withPercentage(added, 0))).toEqual({ internal: false, percentage: 0 });
    expect(withPercentage(added, 0)).toHaveLength(added.length);
  });

  test('give new rules ids that no other rule has', () => {
    const taken: readonly Rule[] = ['internal', 'internal-2', 'percentage'].map((id) => ({
      id,
      conditions: [],
      serve: 'off',
    }));
    const ids = withPercentage(withInternal(taken, true), 1).map(({ id }) => id);
    expect(ids).toEqual(['internal-3', 'internal', 'internal-2', 'percentage', 'percentage-2']);
  });
});

test.each([
  ['5', 5_000],
  ['12.5 %', 12_500],
  ['0,125%', 125],
  ['0', 0],
  ['100', 100_000],
  ['0.001', 1],
  ['99.999', 99_999],
  ['32.005', 32_005],
  ['101', undefined],
  ['100.001', undefined],
  ['12.34567', undefined],
  ['-1', undefined],
  ['1e1', undefined],
  ['', undefined],
  ['.', undefined],
])('%j typed as a percentage is %s thousandths', (text, thousandths) => {
  expect(parsePercent(text)).toBe(thousandths);
});
