import { describe, expect, test } from 'vitest';
import type { InternalUsers, Ruleset, Switch } from '../ruleset.ts';
import { emptyRuleset } from '../ruleset.ts';
import { problemsWithCohort } from './cohort.ts';
import { problemsWithCondition } from './condition.ts';
import { problemsWithInternalUsers } from './internal-users.ts';
import type { Problem } from './problem.ts';
import { problemsWithRuleset } from './ruleset.ts';
import { problemsWithSegment } from './segment.ts';
import { problemsWithSwitch } from './switch.ts';

const awesome: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: false };
const blue = {
  ...awesome,
  variants: [
    { key: 'a', value: 1 },
    { key: 'b', value: 2 },
  ],
};
const rule = (serve: unknown, ...conditions: unknown[]) => ({ id: 'r', conditions, serve });

/** `path: message`, which is how people meet them. */
const told = (problems: readonly Problem[]) =>
  problems.map(({ path, message }) => `${path.join('/')}: ${message}`);
const ofSwitch = (changed: object, key = 'awesome') =>
  told(problemsWithSwitch(key, { ...awesome, ...changed }));

describe('a switch', () => {
  test('that is in order has none', () => {
    expect(ofSwitch({})).toEqual([]);
    expect(
      told(
        problemsWithSwitch('shop:cart', {
          ...blue,
          state: 'conditional',
          salt: 'x',
          defaultVariant: 'b',
          requires: [{ switch: 'shop', variant: 'on' }],
          rules: [
            { ...rule('on', { type: 'internal-users', not: true }), name: 'Staff' },
            { ...rule({ variant: 'off' }), id: 's' },
            {
              ...rule({
                split: [
                  { variant: 'a', weight: 1 },
                  { variant: 'on', weight: 99_999 },
                ],
                by: 'company',
              }),
              id: 't',
            },
          ],
        }),
      ),
    ).toEqual([]);
  });

  test.each([
    [
      { state: 'maybe' },
      'state: Switch "awesome": state is "maybe"; it must be one of off, conditional, on.',
    ],
    [
      { state: undefined },
      'state: Switch "awesome": state is missing; it must be one of off, conditional, on.',
    ],
    [{ clientSide: 1 }, 'clientSide: Switch "awesome": clientSide is 1; it must be true or false.'],
    [
      { salt: '' },
      'salt: Switch "awesome": salt is ""; it must be a text of 1 to 1000 characters.',
    ],
    [{ rules: {} }, 'rules: Switch "awesome": rules is an object; it must be a list.'],
    [{ rules: undefined }, 'rules: Switch "awesome": rules is missing; it must be a list.'],
    [
      { colour: 'red' },
      ': Switch "awesome" has a member "colour" that is not known; there are state, clientSide, defaultVariant, salt, rules, variants, requires.',
    ],
    [
      { rules: Array.from({ length: 201 }, (_, at) => ({ ...rule('on'), id: `r${at}` })) },
      'rules: Switch "awesome": rules has 201 entries; 200 is the most.',
    ],
    [{ rules: [null] }, 'rules/0: Switch "awesome", rule 1 is null; it must be an object.'],
    [
      { rules: [{ conditions: [], serve: 'on' }] },
      'rules/0/id: Switch "awesome", rule 1: id is missing; it must be a text of 1 to 100 characters.',
    ],
    [
      { rules: [rule('on'), rule('off')] },
      'rules/1: Switch "awesome", rule 2 has the id "r" as an earlier one; ids must differ.',
    ],
    [
      { rules: [rule('maybe')] },
      'rules/0/serve: Switch "awesome", rule 1: serve is "maybe"; it must be "on", "off", a variant or a split.',
    ],
    [
      { rules: [rule({ variant: 'c' })] },
      'rules/0/serve: Switch "awesome", rule 1: serve is "c", which this switch does not have; it has on, off.',
    ],
    [
      { defaultVariant: 'c' },
      'defaultVariant: Switch "awesome": defaultVariant is "c"; it must be one of the variants, and there are none.',
    ],
    [
      { ...blue, defaultVariant: 'c' },
      'defaultVariant: Switch "awesome": defaultVariant is "c"; it must be one of the variants: a, b.',
    ],
    [
      { variants: [{ key: 'on', value: 1 }] },
      'variants/0: Switch "awesome", variant 1 has the key "on", which every switch has by itself; choose another.',
    ],
    [
      {
        variants: [
          { key: 'a', value: 1 },
          { key: 'a', value: 2 },
        ],
      },
      'variants/1: Switch "awesome", variant 2 has the key "a" as an earlier one; keys must differ.',
    ],
    [
      { variants: [{ key: 'a' }] },
      'variants/0/value: Switch "awesome", variant 1: value is missing; it must be JSON, of at most 10000 characters.',
    ],
    [
      { variants: [{ key: 'a', value: 'x'.repeat(10_000) }] },
      'variants/0/value: Switch "awesome", variant 1: value is too long; it must be JSON, of at most 10000 characters.',
    ],
    [
      { variants: [{ key: 'a', value: { b: [Number.NaN] } }] },
      'variants/0/value: Switch "awesome", variant 1: value must be JSON, of at most 10000 characters (JSON: cannot say NaN.).',
    ],
    [
      { requires: [{ switch: 'b' }, { switch: 'b' }] },
      'requires/1: Switch "awesome", requirement 2 asks for "b" again; once is enough.',
    ],
  ])('%j', (changed, message) => {
    expect(ofSwitch(changed)).toEqual([message]);
  });

  test('with a bad key', () => {
    expect(ofSwitch({}, 'serach box')).toEqual([
      ': Switch "serach box": its key is "serach box"; it must be a key: letters, digits, ".", "_" and "-", beginning with a letter or digit, at most 64; ":" joins families, 256 at most in all.',
    ]);
    for (const key of [
      '',
      ':a',
      'a:',
      'a::b',
      '-a',
      '__proto__',
      'ä',
      'a/b',
      'x'.repeat(65),
      `${'x:'.repeat(128)}x`,
    ]) {
      expect(ofSwitch({}, key)).toHaveLength(1);
    }
  });

  test.each([
    [[60_000, 39_000], 'is a split whose weights sum to 99 %; they must sum to 100 %.'],
    [[60_000, 40_000.5], 'split'],
    [[100_001, -1], 'split'],
    [[], 'is a split whose weights sum to 0 %; they must sum to 100 %.'],
  ])('with a split of %j', (weights, message) => {
    const split = weights.map((weight) => ({ variant: 'a', weight }));
    const problems = problemsWithSwitch('blue', { ...blue, rules: [rule({ split })] });
    expect(problems.length).toBeGreaterThan(0);
    expect(told(problems).join()).toContain(message);
  });

  test('tells everything at once', () => {
    const problems = problemsWithSwitch('a b', { state: 1, rules: [rule('x'), 7], variants: 'y' });
    expect(problems.length).toBeGreaterThanOrEqual(6);
  });
});

describe('a condition', () => {
  const ofCondition = (condition: unknown) => told(problemsWithCondition(condition));

  test.each([
    [
      { type: 'percentage', thousandths: 101_000 },
      'thousandths: The condition (percentage): percentage is 101 %; it must not be more than 100 %.',
    ],
    [
      { type: 'percentage', thousandths: -1 },
      'thousandths: The condition (percentage): percentage is -0.001 %; it must not be less than 0 %.',
    ],
    [
      { type: 'percentage', thousandths: 12_345.67 },
      'thousandths: The condition (percentage): percentage is 12.34567 %, which is finer than a thousandth of a percent; it may be 12.345 % or 12.346 %.',
    ],
    [
      { type: 'percentage', thousandths: '5 %' },
      'thousandths: The condition (percentage): percentage is "5 %"; it must be a whole number from 0 to 100000, in thousandths of a percent.',
    ],
    [
      { type: 'percentage' },
      'thousandths: The condition (percentage): percentage is missing; it must be a whole number from 0 to 100000, in thousandths of a percent.',
    ],
    [
      { type: 'percentage', thousandths: 1, by: '' },
      'by: The condition (percentage): by is ""; it must be the name of an attribute.',
    ],
    [
      { type: 'ip-in', ranges: ['10.0.0.0/8', '10.0.0.0/33'] },
      'ranges: The condition (ip-in): ranges has the entry "10.0.0.0/33", which does not fit; it must be a list of one or more addresses or CIDR ranges, such as 10.0.0.0/8 or 2001:db8::/32.',
    ],
    [
      { type: 'user-in', users: [] },
      'users: The condition (user-in): users is a list of 0; it must be a list of one or more targeting keys.',
    ],
    [
      { type: 'user-in', users: Array(10_001).fill('u') },
      'users: The condition (user-in): users has 10001 entries; 10000 is the most.',
    ],
    [
      { type: 'user-in', users: ['u'.repeat(1_001)] },
      'users: The condition (user-in): users is longer than 1000 characters.',
    ],
    [
      { type: 'date', operator: 'from', date: '2026-02-30T00:00:00Z' },
      'date: The condition (date): date is "2026-02-30T00:00:00Z"; it must be a date and time with offset, such as 2026-07-01T09:00:00+02:00.',
    ],
    [
      { type: 'version', attribute: 'app', operator: '<', version: '1.x' },
      'version: The condition (version): version is "1.x"; it must be a version such as 2.1.0 or 2.1.0-beta.1.',
    ],
    [
      { type: 'number', attribute: 'n', operator: '!=', value: 1 },
      'operator: The condition (number): operator is "!="; it must be one of =, <, <=, >, >=.',
    ],
    [
      { type: 'is-set', attribute: 'a', not: 'no' },
      'not: The condition (is-set): not is "no"; it must be true or false.',
    ],
    [
      { type: 'is-set', attribute: 'a', value: 1 },
      ': The condition (is-set) has a member "value" that is not known; there are type, attribute, not.',
    ],
    [
      { type: 'is-sett' },
      'type: The condition has the type "is-sett", which is none of internal-users, percentage, in-cohort, user-in, in-segment, attribute-in, is-set, text, number, version, date, ip-in.',
    ],
    ['is-set', ': The condition is "is-set"; it must be an object with a type.'],
  ])('%j', (condition, message) => {
    expect(ofCondition(condition)).toEqual([message]);
  });
});

describe('a segment', () => {
  test('has a key and conditions, and no segments in it', () => {
    expect(
      problemsWithSegment('teams', { name: 'Teams', conditions: [{ type: 'internal-users' }] }),
    ).toEqual([]);
    expect(
      told(problemsWithSegment('a b', { conditions: [{ type: 'in-segment', segment: 'x' }] })),
    ).toEqual([
      expect.stringContaining('its key is "a b"'),
      'conditions/0: Segment "a b", condition 1 asks for a segment; segments do not nest, so ask for its conditions instead.',
    ]);
  });
});

describe('a cohort', () => {
  test.each([
    [
      {
        title: 'Beta',
        open: true,
        feedbackUrl: 'https://example.com/x',
        cap: 1,
        endsAt: '2026-07-01T09:00:00Z',
      },
      [],
    ],
    [
      { open: true },
      ['title: Cohort "beta": title is missing; it must be a text of 1 to 1000 characters.'],
    ],
    [
      { title: 'Beta', open: true, feedbackUrl: 'javascript:alert(1)' },
      [
        'feedbackUrl: Cohort "beta": feedbackUrl is "javascript:alert(1)"; it must be a link that begins with https:// or http://.',
      ],
    ],
    [
      { title: 'Beta', open: true, cap: 0 },
      ['cap: Cohort "beta": cap is 0; it must be a whole number of members, at least 1.'],
    ],
    [
      { title: 'Beta', open: true, endsAt: 'soon' },
      [
        'endsAt: Cohort "beta": endsAt is "soon"; it must be a date and time with offset, such as 2026-07-01T09:00:00+02:00.',
      ],
    ],
  ])('%j', (cohort, messages) => {
    expect(told(problemsWithCohort('beta', cohort))).toEqual(messages);
  });
});

describe('internal users', () => {
  const none = emptyRuleset.internalUsers;
  test.each([
    [
      {
        users: ['u1'],
        emails: ['ada@example.com'],
        domains: ['Example.com'],
        ranges: ['10.0.0.0/8', '::1'],
      },
      [],
    ],
    [
      { emails: ['ada'] },
      [
        'emails/0: Internal users, e-mail 1 is "ada"; it must be an e-mail address such as ada@example.com.',
      ],
    ],
    [
      { domains: ['ok.example', '@example.com'] },
      [
        'domains/1: Internal users, domain 2 is "@example.com"; it must be what stands behind the @ of an e-mail address, such as example.com.',
      ],
    ],
    [
      { ranges: ['10.0.0'] },
      [
        'ranges/0: Internal users, range 1 is "10.0.0"; it must be an address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32.',
      ],
    ],
    [{ users: undefined }, ['users: Internal users: users is missing; it must be a list.']],
  ] as [Partial<InternalUsers>, string[]][])('%j', (changed, messages) => {
    expect(told(problemsWithInternalUsers({ ...none, ...changed }))).toEqual(messages);
  });
});

describe('a ruleset', () => {
  const ofRuleset = (changed: object) => told(problemsWithRuleset({ ...emptyRuleset, ...changed }));
  const conditional = (...conditions: unknown[]) => ({
    ...awesome,
    rules: [rule('on', ...conditions)],
  });

  test('that is empty is in order', () => {
    expect(ofRuleset({})).toEqual([]);
  });

  test('names what does not exist', () => {
    const ruleset: Partial<Ruleset> = {
      switches: {
        a: conditional(
          { type: 'in-segment', segment: 'gone' },
          { type: 'in-cohort', cohort: 'constructor' },
        ) as Switch,
        b: { ...awesome, requires: [{ switch: 'gone' }, { switch: 'a', variant: 'x' }] },
        c: {
          ...awesome,
          requires: [
            { switch: 'd', variant: 'a' },
            { switch: 'a', variant: 'off' },
          ],
        },
        d: blue,
      },
      segments: { s: { conditions: [{ type: 'in-cohort', cohort: 'gone' }] } },
    };
    expect(ofRuleset(ruleset)).toEqual([
      'segments/s/conditions/0/cohort: Segment "s", condition 1: cohort is "gone", which does not exist.',
      'switches/a/rules/0/conditions/0/segment: Switch "a", rule 1, condition 1: segment is "gone", which does not exist.',
      'switches/a/rules/0/conditions/1/cohort: Switch "a", rule 1, condition 2: cohort is "constructor", which does not exist.',
      'switches/b/requires/0: Switch "b", requirement 1 asks for the switch "gone", which does not exist.',
      'switches/b/requires/1: Switch "b", requirement 2 asks for the variant "x" of "a", which has only on, off.',
    ]);
  });

  test('tells what is wrong with its parts, and where', () => {
    const ruleset = {
      switches: { a: conditional({ type: 'percentage', thousandths: 101_000 }) },
      segments: { s: {} },
      cohorts: [],
      internalUsers: undefined,
      themes: {},
    };
    expect(problemsWithRuleset(ruleset).map(({ path }) => path.join('/'))).toEqual([
      'switches/a/rules/0/conditions/0/thousandths',
      'segments/s/conditions',
      'cohorts',
      'internalUsers',
      '',
    ]);
  });
});
