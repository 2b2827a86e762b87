import { expect, test } from 'vitest';
import type { Change, Item } from '../deploy-log/entry.ts';
import { extentOf } from './extent.ts';

const percentage = (thousandths: number, over: Item = {}) => ({
  id: 'r1',
  conditions: [
    { type: 'is-set', attribute: 'email' },
    { type: 'percentage', thousandths, ...over },
  ],
  serve: 'on',
});
const at = (thousandths: number, over: Item = {}): Item => ({
  state: 'conditional',
  rules: [percentage(thousandths)],
  ...over,
});
const change = (
  before: Item | null,
  after: Item | null,
  kind: Change['kind'] = 'switch',
): Change => ({
  kind,
  key: 'x',
  before,
  after,
});
const off = change(null, { state: 'off', rules: [] });
const moved = change(at(5_000), at(10_000));

test.each<[string, Change[], string]>([
  ['nothing', [], 'harmless'],
  ['new switches that are off', [off, off], 'harmless'],
  ['a percentage', [moved], 'percentages'],
  ['percentages and new switches that are off', [off, moved], 'percentages'],
  ['a new switch that is on', [change(null, at(5_000))], 'anything'],
  ['a deletion', [change(at(5_000), null)], 'anything'],
  ['a state', [change(at(5_000), at(5_000, { state: 'on' }))], 'anything'],
  ['a percentage and a salt', [change(at(5_000), at(9_000, { salt: 'x' }))], 'anything'],
  [
    'a new rule',
    [change(at(5_000), at(5_000, { rules: [percentage(1), percentage(2)] }))],
    'anything',
  ],
  [
    'whom a percentage is of',
    [change(at(5_000), at(5_000, { rules: [percentage(5_000, { by: 'team' })] }))],
    'anything',
  ],
  [
    'a number in another condition',
    [
      change(
        at(1, { rules: [{ conditions: [{ type: 'number', thousandths: 1 }] }] }),
        at(1, { rules: [{ conditions: [{ type: 'number', thousandths: 2 }] }] }),
      ),
    ],
    'anything',
  ],
  ['a new segment', [change(null, { state: 'off' }, 'segment')], 'anything'],
  ['a percentage in a segment', [change(at(1), at(2), 'segment')], 'anything'],
  ['something small and something large', [moved, change(at(5_000), null)], 'anything'],
])('a change of %s', (_, changes, extent) => {
  expect(extentOf(changes, new Map())).toBe(extent);
});

test('a new switch that is off is not harmless to a family that is there already', () => {
  const item = { kind: 'switch', key: 'x:v2', value: at(5_000), version: 3 } as const;
  expect(extentOf([off], new Map([['switch x:v2', item]]))).toBe('anything');
});
