import { describe, expect, test } from 'vitest';
import type { Edit } from '../releases/edits.ts';
import { overlapOf, touchesOf, touchInWords } from './touches.ts';

const edit = (over: Partial<Edit>): Edit => ({
  kind: 'switch',
  key: 'checkout',
  base: 4,
  set: { state: 'on' },
  ...over,
});
const overlap = (one: Partial<Edit>, other: Partial<Edit>) =>
  overlapOf(touchesOf([edit(one)]), touchesOf([edit(other)]))?.field;

describe('what a change touches', () => {
  test('is the fields it sets, or takes away', () => {
    expect(touchesOf([edit({ set: { state: 'on', salt: null } })])).toEqual([
      { kind: 'switch', key: 'checkout', field: 'salt' },
      { kind: 'switch', key: 'checkout', field: 'state' },
    ]);
  });

  test.each([
    ['deletes', { set: null }],
    ['makes', { base: 0 }],
  ])('is the whole thing where it %s it', (_, over) => {
    expect(touchesOf([edit(over)])).toEqual([{ kind: 'switch', key: 'checkout', field: '*' }]);
  });

  test('overlaps by field of the same thing, and with a whole thing always', () => {
    expect(overlap({}, {})).toBe('state');
    expect(overlap({}, { set: { salt: 'x' } })).toBeUndefined();
    expect(overlap({}, { key: 'cart' })).toBeUndefined();
    expect(overlap({}, { kind: 'segment' })).toBeUndefined();
    expect(overlap({}, { set: null })).toBe('*');
    expect(overlap({ set: null }, {})).toBe('*');
    expect(overlap({ base: 0 }, { base: 0 })).toBe('*');
  });

  test('can be said', () => {
    const said = (over: Partial<Edit>) => touchesOf([edit(over)]).map(touchInWords);
    expect(said({})).toEqual(['state of checkout']);
    expect(said({ kind: 'segment', key: 'staff', set: null })).toEqual(['segment staff']);
    expect(said({ kind: 'internal-users', set: { users: [] } })).toEqual([
      'users of internal users',
    ]);
  });
});
