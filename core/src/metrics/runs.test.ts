import { expect, test } from 'vitest';
import type { Rule, Switch } from '../ruleset.ts';
import { runsOf } from './runs.ts';

const rule = (id: string, more: object = {}): Rule => ({
  id,
  conditions: [],
  serve: {
    split: [
      { variant: 'a', weight: 50_000 },
      { variant: 'b', weight: 50_000 },
    ],
    ...more,
  },
});
const plain: Switch = {
  state: 'conditional',
  rules: [rule('r1')],
  variants: [
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ],
  requires: [],
  clientSide: false,
};
const run = (change: Partial<Switch> = {}, key = 'checkout') =>
  runsOf(key, { ...plain, ...change }).get('r1');

test('a run has a name of its own, which stays', () => {
  expect(run()).toBe('b1daf1c7');
  expect(run({ salt: 'checkout' })).toBe(run());
});

test('it is another one when anything changes who is given what', () => {
  const weights = [
    { variant: 'a', weight: 10_000 },
    { variant: 'b', weight: 90_000 },
  ];
  const others = [
    run({ salt: 'other' }),
    run({ rules: [rule('r1', { split: weights })] }),
    run({
      variants: [
        { key: 'a', value: 1 },
        { key: 'b', value: 3 },
      ],
    }),
    run({}, 'another'),
  ];
  expect(new Set([run(), ...others]).size).toBe(5);
});

test('it stays the same when who is asked, and who else is served what, changes', () => {
  const conditions = [{ type: 'is-set', attribute: 'plan' }] as unknown as Rule['conditions'];
  const rules: Rule[] = [
    { id: 'r0', conditions: [], serve: 'on' },
    { ...rule('r1'), conditions },
  ];
  expect(run({ rules, state: 'off', clientSide: true })).toBe(run());
});

test('each rule is by itself; without a split by targeting key there is none', () => {
  const rules = [rule('r1'), rule('r2'), rule('r3', { by: 'company' })];
  expect([...runsOf('checkout', { ...plain, rules }).keys()]).toEqual(['r1', 'r2']);
  expect(run({ rules: null as never })).toBeUndefined();
});
