import { compile, emptyRuleset, isActive, type Ruleset, type Switch } from '@switchyard/core';
import { expect, test } from 'vitest';
import { askingOf } from './browser.ts';

const off: Switch = { state: 'off', rules: [], variants: [], requires: [], clientSide: false };
const on: Switch = { ...off, state: 'on' };
const shown: Switch = { ...on, clientSide: true };
const half: Switch = {
  ...off,
  state: 'conditional',
  rules: [{ id: 'r', conditions: [{ type: 'percentage', thousandths: 50_000 }], serve: 'on' }],
};

const inBrowser = (ruleset: Partial<Ruleset>) =>
  askingOf({ ...emptyRuleset, ...ruleset }, 'a secret of the server').ruleset;
const inputs = { now: () => 0, isMember: () => false };
const isOn = (ruleset: Ruleset, key: string) =>
  isActive(compile(ruleset, 1), key, { targetingKey: 'u' }, inputs);

test('browsers are told of client-side switches only', () => {
  const { switches } = inBrowser({ switches: { hidden: on, shown, half } });
  expect(switches).toEqual({ shown });
});

test('a ruleset full of people has none of them in a browser', () => {
  const personal: Switch['rules'][number]['conditions'] = [
    { type: 'internal-users' },
    { type: 'user-in', users: ['user-4711'] },
    { type: 'ip-in', ranges: ['192.0.2.7'] },
    { type: 'text', attribute: 'email', operator: 'equals', values: ['ada@example.com'] },
    { type: 'text', attribute: 'login', operator: 'equals', values: ['bob@example.com'] },
    { type: 'attribute-in', attribute: 'targetingKey', values: ['user-4712'] },
    { type: 'in-segment', segment: 'staff' },
  ];
  const ruleset = inBrowser({
    switches: {
      shown: {
        ...shown,
        state: 'conditional',
        rules: personal.map((condition, index) => ({
          id: `r${index}`,
          name: 'for eve@example.com',
          conditions: [condition],
          serve: 'on',
        })),
        requires: [{ switch: 'secret-project' }],
      },
      'secret-project': on,
    },
    segments: {
      staff: {
        description: 'see hr@example.com',
        conditions: [{ type: 'user-in', users: ['user-4713'] }],
      },
    },
    internalUsers: {
      users: ['user-4714'],
      emails: ['joe@example.com'],
      domains: ['example.com'],
      ranges: ['198.51.100.0/24'],
    },
  });
  const text = JSON.stringify(ruleset);
  for (const secret of [
    '@',
    'user-47',
    'example.com',
    '192.0',
    '198.51',
    'secret-project',
    'staff',
  ]) {
    expect(text).not.toContain(secret);
  }
  expect(ruleset.switches.shown?.rules.map(({ conditions }) => conditions)).toEqual(
    personal.map(() => [{ type: 'answer', id: expect.stringMatching(/^[\w-]{43}$/) }]),
  );
  expect(isOn(ruleset, 'shown')).toBe(false);
});

test('the same question has the same id, with another secret another', () => {
  const question: Switch = {
    ...shown,
    state: 'conditional',
    rules: [{ id: 'r', conditions: [{ type: 'internal-users' }], serve: 'on' }],
  };
  const idWith = (secret: string) =>
    JSON.stringify(askingOf({ ...emptyRuleset, switches: { question } }, secret).ruleset);
  expect(idWith('one')).toBe(idWith('one'));
  expect(idWith('one')).not.toBe(idWith('other'));
});

test.each([
  ['is on', on, true],
  ['is off', off, false],
  ['depends on who it is', half, false],
  ['depends on something else that is off', { ...on, requires: [{ switch: 'off' }] }, false],
  ['depends on something else that depends', { ...on, requires: [{ switch: 'half' }] }, false],
  ['serves another variant', { ...on, variants: [{ key: 'v', value: 1 }] }, true],
])('where a hidden family %s, its shown child is active: %#', (_, family, active) => {
  const ruleset = inBrowser({ switches: { family, 'family:child': shown, off, half } });
  expect(Object.keys(ruleset.switches)).toEqual(['family:child']);
  expect(isOn(ruleset, 'family:child')).toBe(active);
});

test('a hidden requirement gates by its variant', () => {
  const variants = [
    { key: 'v', value: 1 },
    { key: 'w', value: 2 },
  ];
  const requiring = (variant: string): Switch => ({
    ...shown,
    requires: [{ switch: 'hidden', variant }],
  });
  const ruleset = inBrowser({
    switches: {
      hidden: { ...on, variants, defaultVariant: 'w' },
      v: requiring('v'),
      w: requiring('w'),
    },
  });
  expect([isOn(ruleset, 'v'), isOn(ruleset, 'w')]).toEqual([false, true]);
});

test('a hidden gate that depends on who it is becomes a question before every rule', () => {
  const rules = half.rules;
  const { switches } = inBrowser({
    switches: { half, child: { ...half, clientSide: true, rules, requires: [{ switch: 'half' }] } },
  });
  expect(switches.child).toMatchObject({
    requires: [],
    rules: [{ conditions: [{ type: 'answer' }, { type: 'percentage' }] }],
  });
});

test('shown families and requirements gate by themselves', () => {
  const ruleset = {
    family: { ...shown, state: 'off' as const },
    'family:child': shown,
    other: { ...shown, requires: [{ switch: 'family' }] },
  };
  expect(inBrowser({ switches: ruleset }).switches).toEqual(ruleset);
});

test('of segments and cohorts browsers get those that are asked for, and only what is evaluated', () => {
  const ruleset = inBrowser({
    switches: {
      shown: {
        ...shown,
        state: 'conditional',
        rules: [{ id: 'r', conditions: [{ type: 'in-segment', segment: 'gold' }], serve: 'on' }],
      },
    },
    segments: {
      gold: {
        name: 'Gold',
        conditions: [
          { type: 'attribute-in', attribute: 'plan', values: ['gold'] },
          { type: 'in-cohort', cohort: 'bleeding-edge' },
        ],
      },
      unused: { conditions: [] },
    },
    cohorts: {
      'bleeding-edge': { title: 'Bleeding edge', description: 'secret', open: true, cap: 5 },
      unused: { title: 'Unused', open: true },
    },
  });
  expect(ruleset.segments).toEqual({
    gold: {
      conditions: [
        { type: 'attribute-in', attribute: 'plan', values: ['gold'] },
        { type: 'in-cohort', cohort: 'bleeding-edge' },
      ],
    },
  });
  expect(ruleset.cohorts).toEqual({ 'bleeding-edge': { title: 'Bleeding edge', open: true } });
});
