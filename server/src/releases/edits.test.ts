import { expect, test } from 'vitest';
import { type Items, idOf, type StoredItem } from '../switches/items.ts';
import { changesOf, combine, type Edit, editsOf, outcomeOf, withEdits } from './edits.ts';

const itemsOf = (...all: StoredItem[]): Items => new Map(all.map((item) => [idOf(item), item]));
const stored = (key: string, value: StoredItem['value']): StoredItem => ({
  kind: 'switch',
  key,
  value: { state: 'on', rules: [], variants: [], requires: [], clientSide: false, ...value },
  version: 1,
});
const edit = (key: string, set: Edit['set']): Edit => ({ kind: 'switch', key, set });
const valueIn = (items: Items, key: string) => items.get(idOf({ kind: 'switch', key }))?.value;

test('no edit lifts a kill, makes one or deletes what is killed', () => {
  const items = itemsOf(stored('dead', { killed: true }), stored('alive', {}));
  const lift = withEdits(items, [
    edit('dead', { killed: null, salt: 'x' }),
    edit('alive', { killed: true }),
  ]);
  expect(valueIn(lift, 'dead')).toMatchObject({ killed: true, salt: 'x' });
  expect(valueIn(lift, 'alive')).not.toHaveProperty('killed');
  const gone = withEdits(items, [edit('dead', null), edit('alive', null)]);
  expect(valueIn(gone, 'dead')).toEqual(valueIn(items, 'dead'));
  expect(valueIn(gone, 'alive')).toBeUndefined();
});

test('several edits of one thing become one, the later ahead', () => {
  expect(
    combine([
      { ...edit('a', { salt: 'one', state: 'on' }), base: 4 },
      edit('b', null),
      edit('a', { salt: 'two' }),
    ]),
  ).toEqual([{ ...edit('a', { salt: 'two', state: 'on' }), base: 4 }, edit('b', null)]);
  expect(combine([edit('a', null), edit('a', { salt: 'one' })])).toEqual([
    edit('a', { salt: 'one' }),
  ]);
});

test('the edits of changes come to these changes', () => {
  const items = itemsOf(stored('a', { salt: 'x', constructor: 'y' }), stored('b', {}));
  const changes = changesOf(
    items,
    [edit('a', { salt: null, constructor: 'z' }), edit('b', null), edit('c', {})].map((each) =>
      outcomeOf(items, each),
    ),
  );
  const edits = editsOf(changes);
  expect(edits).toMatchObject([
    edit('a', { salt: null, constructor: 'z' }),
    edit('b', null),
    edit('c', { state: 'off' }),
  ]);
  expect(
    changesOf(
      items,
      edits.map((each) => outcomeOf(items, each)),
    ),
  ).toEqual(changes);
});
