import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';
import type { Inputs } from './conditions/condition-type.ts';
import type { EvaluationContext } from './context.ts';
import { resolve } from './evaluate.ts';
import { emptyRuleset, type Ruleset, type Switch } from './ruleset.ts';
import { trace } from './trace.ts';

const plain: Switch = { state: 'on', rules: [], variants: [], requires: [], clientSide: false };
const inputs: Inputs = { now: () => 0, isMember: () => false };
const ruleset: Ruleset = {
  ...emptyRuleset,
  switches: {
    checkout: plain,
    'checkout:fast': {
      ...plain,
      state: 'conditional',
      variants: [{ key: 'v', value: { limits: [1, 2] } }],
      requires: [{ switch: 'needed', variant: 'on' }],
      rules: [
        { id: 'a', name: 'Staff', conditions: [{ type: 'internal-users' }], serve: 'off' },
        {
          id: 'b',
          conditions: [
            { type: 'in-segment', segment: 'teams' },
            { type: 'percentage', thousandths: 50_000 },
          ],
          serve: { split: [{ variant: 'v', weight: 100_000 }] },
        },
      ],
    },
    needed: { ...plain, requires: [{ switch: 'gone' }] },
    circle: { ...plain, requires: [{ switch: 'circle' }] },
    off: { ...plain, state: 'off' },
  },
  segments: {
    teams: {
      conditions: [
        { type: 'is-set', attribute: 'team' },
        { type: 'attribute-in', attribute: 'plan', values: ['pro'] },
      ],
    },
  },
};
const withoutGone: Ruleset = {
  ...ruleset,
  switches: { ...ruleset.switches, needed: plain },
};
const compiled = compile(withoutGone, 9);

describe('a resolution', () => {
  test('is one and the same for everybody who gets it, and nobody can change it', () => {
    const one = resolve(compiled, 'checkout', { targetingKey: 'u1' }, inputs);
    expect(resolve(compiled, 'checkout', { targetingKey: 'u2' }, inputs)).toBe(one);
    expect(Object.isFrozen(one)).toBe(true);
  });

  test('has a value that is a frozen copy', () => {
    const context = { targetingKey: 'u1', team: 1, plan: 'pro' };
    const everybody = compile(
      {
        ...withoutGone,
        switches: {
          it: { ...withoutGone.switches['checkout:fast'], requires: [], state: 'on' } as Switch,
        },
      },
      1,
    );
    const { value } = resolve(everybody, 'it', context, inputs) as unknown as {
      value: { limits: number[] };
    };
    expect(value).toEqual({ limits: [1, 2] });
    expect(() => value.limits.push(3)).toThrow(TypeError);
    const given = ruleset.switches['checkout:fast']?.variants[0]?.value;
    expect(Object.isFrozen(given)).toBe(false);
  });
});

describe('a trace', () => {
  const stepsOf = (
    key: string,
    context: EvaluationContext,
    from = withoutGone,
    more: Partial<Inputs> = {},
  ) => trace(compile(from, 9), key, context, { ...inputs, ...more }).steps;

  test('of a switch that is off has one step', () => {
    expect(stepsOf('off', {})).toEqual([{ kind: 'state', state: 'off', passes: false }]);
  });

  test('of one that does not exist has none', () => {
    expect(trace(compiled, 'gone', {}, inputs)).toEqual({
      resolution: { active: false, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND', release: 9 },
      steps: [],
    });
  });

  test('tells that a switch is stuck in a circle', () => {
    expect(stepsOf('circle', {}).at(-1)).toEqual({ kind: 'stuck', passes: false });
  });

  test('stops at the gate that does not pass', () => {
    expect(stepsOf('checkout:fast', {}, ruleset)).toMatchObject([
      { kind: 'state', state: 'conditional', passes: true },
      { kind: 'ancestor', key: 'checkout', passes: true, resolution: { reason: 'STATIC' } },
      {
        kind: 'requirement',
        key: 'needed',
        variant: 'on',
        passes: false,
        resolution: { reason: 'DISABLED' },
      },
    ]);
    expect(stepsOf('needed', {}, ruleset).at(-1)).toMatchObject({
      kind: 'requirement',
      key: 'gone',
      resolution: { errorCode: 'FLAG_NOT_FOUND' },
    });
  });

  test('tells the verdict of every condition, also of a segment', () => {
    const steps = stepsOf('checkout:fast', { internal: false, team: 'red', plan: 'free' });
    expect(steps.slice(3)).toMatchObject([
      {
        kind: 'rule',
        number: 1,
        rule: { name: 'Staff' },
        verdict: false,
        conditions: [{ verdict: false }],
      },
      {
        kind: 'rule',
        number: 2,
        verdict: false,
        conditions: [
          { verdict: false, conditions: [{ verdict: true }, { verdict: false }] },
          { verdict: 'unit-missing' },
        ],
      },
    ]);
  });

  test('ends with the rule that decided', () => {
    const { resolution, steps } = trace(compiled, 'checkout:fast', { internal: true }, inputs);
    expect(resolution).toMatchObject({ variant: 'off', ruleId: 'a' });
    expect(steps.at(-1)).toMatchObject({ kind: 'rule', number: 1, verdict: true });
  });

  test('tells that a rule which holds had no unit to split by', () => {
    const split: Switch = {
      ...plain,
      state: 'conditional',
      rules: [{ id: 'r', conditions: [], serve: { split: [{ variant: 'on', weight: 100_000 }] } }],
    };
    const steps = stepsOf('it', {}, { ...emptyRuleset, switches: { it: split } } as never);
    expect(steps.at(-1)).toMatchObject({ kind: 'rule', verdict: 'unit-missing' });
  });

  test('tells of an override, whether it counts or not', () => {
    const forcing = (value: string) => ({ overrides: new Map([['checkout:fast', value]]) });
    expect(stepsOf('checkout:fast', {}, withoutGone, forcing('v')).at(-1)).toEqual({
      kind: 'override',
      value: 'v',
      holds: true,
    });
    expect(stepsOf('checkout:fast', {}, withoutGone, forcing('x'))[3]).toEqual({
      kind: 'override',
      value: 'x',
      holds: false,
    });
  });

  test('survives JSON', () => {
    const traced = trace(
      compiled,
      'checkout:fast',
      { targetingKey: 'u1', team: 1, plan: 'pro' },
      inputs,
    );
    expect(JSON.parse(JSON.stringify(traced))).toEqual(traced);
  });
});
