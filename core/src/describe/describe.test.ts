import { describe, expect, test } from 'vitest';
import type { Condition } from '../conditions/index.ts';
import type { Rule, Serve, Switch } from '../ruleset.ts';
import { describeChange } from './change.ts';
import { describeCondition } from './condition.ts';
import { describeRule, describeServe } from './rule.ts';

const values = ['AT', 'DE', 'CH'];

test.each<[Condition, string, string]>([
  [{ type: 'internal-users' }, 'is an internal user', 'is not an internal user'],
  [
    { type: 'percentage', thousandths: 12_500 },
    'is among 12.5 % of users',
    'is not among 12.5 % of users',
  ],
  [
    { type: 'percentage', thousandths: 1, by: 'company' },
    'is among 0.001 % by company',
    'is not among 0.001 % by company',
  ],
  [{ type: 'in-cohort', cohort: 'beta' }, 'is in the cohort beta', 'is not in the cohort beta'],
  [{ type: 'user-in', users: ['bob'] }, 'is the listed user', 'is not the listed user'],
  [
    { type: 'in-segment', segment: 'teams' },
    'is in the segment teams',
    'is not in the segment teams',
  ],
  [
    { type: 'attribute-in', attribute: 'country', values },
    'has country “AT”, “DE” or “CH”',
    'does not have country “AT”, “DE” or “CH”',
  ],
  [
    { type: 'attribute-in', attribute: 'country', values: [...values, 'IT', 'FR'] },
    'has country “AT”, “DE”, “CH” or 2 more',
    'does not have country “AT”, “DE”, “CH” or 2 more',
  ],
  [{ type: 'is-set', attribute: 'plan' }, 'has any plan', 'does not have any plan'],
  [
    { type: 'text', attribute: 'path', operator: 'starts', values: ['/a'], ignoreCase: true },
    'has path starting with “/a” in any case',
    'does not have path starting with “/a” in any case',
  ],
  [
    { type: 'number', attribute: 'age', operator: '>=', value: 18 },
    'has age ≥ 18',
    'does not have age ≥ 18',
  ],
  [
    { type: 'version', attribute: 'app', operator: '<', version: '2.0' },
    'has app < 2.0',
    'does not have app < 2.0',
  ],
  [
    { type: 'date', operator: 'from', date: '2026-07-01T09:00:00Z' },
    'comes at 2026-07-01T09:00:00Z or later',
    'does not come at 2026-07-01T09:00:00Z or later',
  ],
  [
    { type: 'date', attribute: 'born', operator: 'before', date: '2026-07-01T09:00:00Z' },
    'has born before 2026-07-01T09:00:00Z',
    'does not have born before 2026-07-01T09:00:00Z',
  ],
  [
    { type: 'ip-in', ranges: ['10.0.0.0/8', '::1'] },
    'comes from 2 address ranges',
    'does not come from 2 address ranges',
  ],
  [
    { type: 'ip-in', ranges: ['::1'], attribute: 'proxy' },
    'has proxy in 1 address range',
    'does not have proxy in 1 address range',
  ],
  [
    { type: 'from-the-future' } as unknown as Condition,
    'fits “from-the-future”, which is not known here',
    'fits “from-the-future”, which is not known here',
  ],
])('%j', (condition, words, negated) => {
  expect(describeCondition(condition)).toBe(words);
  expect(describeCondition({ ...condition, not: true })).toBe(negated);
});

test('people are counted, never named', () => {
  const people: Condition[] = [
    { type: 'user-in', users: ['secret-1', 'secret-2'] },
    { type: 'attribute-in', attribute: 'email', values: ['secret-1', 'x'] },
    { type: 'text', attribute: 'contact', operator: 'equals', values: ['secret@example.com'] },
    { type: 'ip-in', ranges: ['10.9.8.7'] },
  ];
  for (const condition of people) expect(describeCondition(condition)).not.toMatch(/secret|10[.]9/);
});

test.each<[Serve, string]>([
  ['on', 'on'],
  [{ variant: 'blue' }, 'blue'],
  [
    {
      split: [
        { variant: 'a', weight: 50_000 },
        { variant: 'b', weight: 50_000 },
      ],
      by: 'company',
    },
    '50 % a, 50 % b by company',
  ],
])('%j', (serve, words) => {
  expect(describeServe(serve)).toBe(words);
});

test('a rule', () => {
  const conditions: Condition[] = [
    { type: 'in-cohort', cohort: 'beta' },
    { type: 'is-set', attribute: 'plan' },
  ];
  expect(describeRule({ id: 'r', conditions, serve: 'on' })).toBe(
    'a user who is in the cohort beta and has any plan → on',
  );
  expect(describeRule({ id: 'r', conditions: [], serve: 'off' })).toBe('everybody → off');
});

describe('a change of a switch', () => {
  const percentage: Condition = { type: 'percentage', thousandths: 5_000 };
  const rules: Rule[] = [
    { id: 'a', conditions: [{ type: 'user-in', users: ['u1', 'u2'] }], serve: 'on' },
    { id: 'b', conditions: [percentage], serve: 'on' },
  ];
  const before: Switch = { state: 'off', rules, variants: [], requires: [], clientSide: false };
  const beta: Rule = {
    id: 'c',
    name: 'Beta',
    conditions: [{ type: 'in-cohort', cohort: 'beta' }],
    serve: 'on',
  };
  const [first, second] = rules as [Rule, Rule];

  test.each<[string, object, string[]]>([
    ['nothing', {}, []],
    ['the state', { state: 'conditional' }, ['state: off → conditional']],
    [
      'a percentage',
      { rules: [first, { ...second, conditions: [{ ...percentage, thousandths: 10_000 }] }] },
      ['percentage of rule 2: 5 % → 10 %'],
    ],
    [
      'a list of users',
      {
        rules: [{ ...first, conditions: [{ type: 'user-in', users: ['u2', 'u3', 'u4'] }] }, second],
      },
      ['users of rule 1: +2, −1'],
    ],
    [
      'a new rule',
      { rules: [...rules, beta] },
      ['rule 3 “Beta” added: a user who is in the cohort beta → on'],
    ],
    [
      'a rule that is gone',
      { rules: [second] },
      ['rule 1 removed: a user who is one of 2 listed users → on'],
    ],
    ['the order', { rules: [second, first] }, ['order of rules: 1, 2 → 2, 1']],
    [
      'other conditions',
      { rules: [first, { ...second, conditions: [{ ...percentage, not: true }] }] },
      [
        'conditions of rule 2: a user who is among 5 % of users → a user who is not among 5 % of users',
      ],
    ],
    [
      'a field that is new',
      { rules: [first, { ...second, conditions: [{ ...percentage, by: 'company' }] }] },
      ['by of rule 2: none → company'],
    ],
    [
      'the outcome and the name',
      { rules: [first, { ...second, name: 'Half', serve: 'off' }] },
      ['name of rule 2 “Half”: none → Half', 'outcome of rule 2 “Half”: on → off'],
    ],
    [
      'variants',
      { variants: [{ key: 'a', value: { size: 1 } }] },
      ['variant a added: {"size":1}', 'default variant: none → a'],
    ],
    [
      'requirements',
      { requires: [{ switch: 'b' }, { switch: 'c', variant: 'x' }] },
      ['now requires b', 'now requires c = x'],
    ],
    [
      'salt and browsers',
      { salt: 'x', clientSide: true },
      ['salt: the key of the switch → x', 'known to browsers: no → yes'],
    ],
    ['a kill', { killed: true }, ['killed']],
  ])('%s', (_, changed, words) => {
    expect(describeChange('switch', before, { ...before, ...changed })).toEqual(words);
  });

  test('the other way round', () => {
    const after = {
      ...before,
      killed: true,
      archived: true,
      requires: [{ switch: 'b' }],
      variants: [
        { key: 'a', value: 1 },
        { key: 'b', value: 1 },
      ],
    };
    const now = { ...before, variants: [{ key: 'b', value: 2 }] };
    expect(describeChange('switch', after, now)).toEqual([
      'revived',
      'taken out of the archive',
      'variant a removed',
      'value of variant b: 1 → 2',
      'default variant: a → b',
      'no longer requires b',
    ]);
  });

  test('from nothing, and to nothing', () => {
    expect(describeChange('switch', null, { ...before, rules: [beta] })).toEqual([
      'created',
      'rule 1 “Beta” added: a user who is in the cohort beta → on',
    ]);
    expect(describeChange('switch', before, null)).toEqual(['deleted']);
    expect(describeChange('switch', null, null)).toEqual([]);
  });
});

test('a change of a segment', () => {
  const teams = { name: 'Teams', conditions: [{ type: 'percentage', thousandths: 0 }] };
  expect(describeChange('segment', teams, { ...teams, conditions: [] })).toEqual([
    'conditions: a user who is among 0 % of users → everybody',
  ]);
  expect(describeChange('segment', null, teams)).toEqual([
    'created',
    'name: none → Teams',
    'conditions: everybody → a user who is among 0 % of users',
  ]);
});

test('a change of a cohort', () => {
  const beta = { title: 'Beta', open: true };
  expect(
    describeChange('cohort', beta, {
      title: 'Beta 2',
      open: false,
      cap: 5,
      endsAt: '2026-07-01T09:00:00Z',
    }),
  ).toEqual([
    'title: Beta → Beta 2',
    'closed for joining',
    'most members: none → 5',
    'joining ends: none → 2026-07-01T09:00:00Z',
  ]);
});

test('a change of the internal users names nobody', () => {
  const before = {
    users: ['u1'],
    emails: ['a@x.example', 'b@x.example'],
    domains: [],
    ranges: ['::1'],
  };
  const after = {
    users: ['u1'],
    emails: ['b@x.example', 'c@x.example', 'd@x.example'],
    domains: ['x.example'],
    ranges: [],
  };
  expect(describeChange('internal-users', before, after)).toEqual([
    'internal user e-mails: +2, −1',
    'internal user domains: +1',
    'internal user address ranges: −1',
  ]);
});
