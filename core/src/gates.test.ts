import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import { isActive } from './evaluate.ts';
import { ancestorsOf, gatesOf } from './gates.ts';
import { problemsWithRuleset } from './problems/ruleset.ts';
import { emptyRuleset, type Switch } from './ruleset.ts';

const on = (...requires: string[]): Switch => ({
  state: 'on',
  rules: [],
  variants: [],
  requires: requires.map((each) => ({ switch: each })),
  clientSide: false,
});
const isOn = (switches: Record<string, Switch>, key: string) =>
  isActive(
    compile({ ...emptyRuleset, switches }, 1),
    key,
    {},
    { now: () => 0, isMember: () => false },
  );
const messages = (switches: Record<string, Switch>) =>
  problemsWithRuleset({ ...emptyRuleset, switches }).map(({ message }) => message);

/** `s0` requires `s1` requires … the last one. */
const chain = (levels: number) =>
  Object.fromEntries(
    Array.from({ length: levels + 1 }, (_, at) => [
      `s${at}`,
      at < levels ? on(`s${at + 1}`) : on(),
    ]),
  );

/** Two at each level, each of which requires both of the next: the ways double from level to level. */
const ladder = (levels: number) =>
  Object.fromEntries(
    Array.from({ length: levels + 1 }, (_, at) => {
      const next = at < levels ? [`l${at + 1}`, `r${at + 1}`] : [];
      return [
        [`l${at}`, on(...next)],
        [`r${at}`, on(...next)],
      ] as const;
    }).flat(),
  );

test('the ancestors of a key, the nearest first', () => {
  expect(ancestorsOf('a:b:c')).toEqual(['a:b', 'a']);
  expect(ancestorsOf('a')).toEqual([]);
  expect(ancestorsOf(':a')).toEqual([]);
});

test('a switch asks its nearest ancestor and what it requires, if they exist', () => {
  const switches = new Map([
    ['a', on()],
    ['a:b:c', on('d', 'gone', 'a')],
    ['d', on()],
  ]);
  expect(gatesOf('a:b:c', switches)).toEqual(['a', 'd', 'a']);
});

describe('a chain of requirements', () => {
  test('is followed for 1,000 levels', () => {
    expect(isOn(chain(1_000), 's0')).toBe(true);
    expect(messages(chain(1_000))).toEqual([]);
  });

  test('is disabled and refused beyond', () => {
    expect(isOn(chain(1_001), 's0')).toBe(false);
    expect(isOn(chain(1_001), 's1')).toBe(true);
    expect(messages(chain(1_001))).toEqual([
      'Switch "s0" depends on others through more than 1000 levels or in more than 10000 ways; require fewer.',
    ]);
  });

  test('is disabled behind one that is too long, whatever its length', () => {
    expect(isOn(chain(50_000), 's0')).toBe(false);
    expect(isOn(chain(50_000), 's49500')).toBe(true);
  });
});

describe('requirements in many ways', () => {
  test('are followed up to 10,000 of them', () => {
    expect(isOn(ladder(12), 'l0')).toBe(true);
    expect(messages(ladder(12))).toEqual([]);
  });

  test('are disabled and refused beyond, and do not take for ever', () => {
    expect(isOn(ladder(13), 'l0')).toBe(false);
    expect(isOn(ladder(500), 'l0')).toBe(false);
    expect(messages(ladder(13))).toHaveLength(2);
  });
});

describe('circles', () => {
  test('are named once each', () => {
    const switches = {
      behind: on('a'),
      a: on('b'),
      b: on('c'),
      c: on('a'),
      x: on('x'),
      free: on(),
    };
    expect(messages(switches)).toEqual([
      'Switch "a" depends on itself: a → b → c → a; take one of these requirements away (children depend on their family).',
      'Switch "x" depends on itself: x → x; take one of these requirements away (children depend on their family).',
    ]);
  });

  test('go through families', () => {
    expect(messages({ shop: on('shop:cart'), 'shop:cart': on() })).toEqual([
      'Switch "shop" depends on itself: shop → shop:cart → shop; take one of these requirements away (children depend on their family).',
    ]);
  });

  test('of 100,000 switches are found', () => {
    const count = 100_000;
    const switches = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`s${at}`, on(`s${(at + 1) % count}`)]),
    );
    expect(isOn(switches, 's7')).toBe(false);
  });
});
