import { describe, expect, test } from 'vitest';
import {
  applied,
  changed,
  clashes,
  type Draft,
  isEmpty,
  isSame,
  rebased,
  yielded,
} from './draft.ts';

const base = { state: 'off', rules: [{ id: 'a' }], salt: 'pepper' };
const draft: Draft = { base, version: 7, set: {} };

describe('a draft', () => {
  test('holds what was changed, and forgets what was changed back', () => {
    const on = changed(draft, { state: 'on' });
    expect(on.set).toEqual({ state: 'on' });
    expect(isEmpty(changed(on, { state: 'off' }))).toBe(true);
  });

  test('removes a field by null', () => {
    const without = changed(draft, { salt: undefined });
    expect(without.set).toEqual({ salt: null });
    expect(applied(base, without.set)).toEqual({ state: 'off', rules: [{ id: 'a' }] });
  });

  test('does not mind who changed what it does not touch', () => {
    const mine = changed(draft, { state: 'on' });
    const theirs = { ...base, rules: [] };
    expect(clashes(mine, theirs)).toEqual([]);
    expect(rebased(mine, theirs, 8)).toEqual({ base: theirs, version: 8, set: { state: 'on' } });
  });

  test('clashes where somebody else changed the same field to something else', () => {
    const mine = changed(draft, { rules: [], state: 'on' });
    const theirs = { ...base, rules: [{ id: 'b' }] };
    expect(clashes(mine, theirs)).toEqual([
      { field: 'rules', base: [{ id: 'a' }], theirs: [{ id: 'b' }], yours: [] },
    ]);
    expect(yielded(mine, theirs, 8, ['rules']).set).toEqual({ state: 'on' });
  });

  test('does not clash with somebody who wanted the same', () => {
    const mine = changed(draft, { state: 'on' });
    const theirs = { ...base, state: 'on' };
    expect(clashes(mine, theirs)).toEqual([]);
    expect(isEmpty(rebased(mine, theirs, 8))).toBe(true);
  });
});

test('values are the same as JSON is, whatever the order of members', () => {
  expect(isSame({ a: [1, { b: null }], c: 'x' }, { c: 'x', a: [1, { b: null }] })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame([], {})).toBe(false);
  expect(isSame({ a: undefined }, { b: 1 })).toBe(false);
  expect(isSame(null, {})).toBe(false);
});
