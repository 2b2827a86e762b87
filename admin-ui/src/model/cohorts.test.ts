import type { Rule } from '@switchyard/core';
import { expect, test } from 'vitest';
import type { StoredSwitch } from '../api-types.ts';
import { askingFor, stageOf, standingOf } from './cohorts.ts';

const stored: StoredSwitch = {
  state: 'conditional',
  rules: [],
  variants: [],
  requires: [],
  clientSide: false,
};
const rule = (...conditions: Rule['conditions']): Rule => ({ id: 'r', conditions, serve: 'on' });
const beta = { type: 'in-cohort', cohort: 'beta' } as const;

test('switches are found that ask for a cohort, also through a segment', () => {
  const rules = [rule({ type: 'internal-users' }), rule(beta)];
  const segments = { s: { conditions: [beta] }, t: { conditions: [] } };
  const switches = {
    through: { ...stored, rules: [rule({ type: 'in-segment', segment: 's' })] },
    direct: { ...stored, rules },
    'the-others': { ...stored, rules: [rule({ ...beta, not: true })] },
    'another-segment': { ...stored, rules: [rule({ type: 'in-segment', segment: 't' })] },
    'another-cohort': { ...stored, rules: [rule({ type: 'in-cohort', cohort: 'gamma' })] },
    archived: { ...stored, rules, archived: true as const },
  };
  expect(askingFor('beta', switches, segments).map(({ key }) => key)).toEqual([
    'direct',
    'through',
  ]);
  expect(askingFor('beta', switches, segments)[0]?.rules).toEqual([rule(beta)]);
});

test('what is off, on or killed asks nobody', () => {
  expect(standingOf(stored)).toBeUndefined();
  expect(standingOf({ state: 'off' })).toBe('off for everybody');
  expect(standingOf({ state: 'on' })).toBe('on for everybody');
  expect(standingOf({ state: 'conditional', killed: true })).toBe('killed');
});

test('a plan tells when a cohort has a release', () => {
  const plan = [
    { audience: { kind: 'internal' as const }, minimumMs: 1 },
    { audience: { kind: 'cohort' as const, cohort: 'beta' }, minimumMs: 1 },
  ];
  expect([stageOf('beta', plan), stageOf('gamma', plan)]).toEqual([2, undefined]);
});
