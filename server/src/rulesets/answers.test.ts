import {
  type Condition,
  compile,
  type EvaluationContext,
  emptyRuleset,
  type Inputs,
  type Ruleset,
  resolve,
  type Serve,
  type Switch,
} from '@switchyard/core';
import { expect, test } from 'vitest';
import { seeded } from '../testing/seeded.ts';
import { answering } from './answers.ts';
import { askingOf } from './browser.ts';

const hidden = { state: 'off', rules: [], variants: [], requires: [], clientSide: false } as const;
const asker = (conditions: readonly Condition[]): Switch => ({
  ...hidden,
  state: 'conditional',
  rules: [{ id: 'r', conditions, serve: 'on' }],
  clientSide: true,
});

/** What a browser that knows the answers serves. */
function inBrowser(whole: Ruleset, context: EvaluationContext, inputs: Inputs) {
  const asking = askingOf(whole, 'a secret of the server');
  const { answers } = answering({ live: { ...asking, whole } }, 1).answersFor(context, inputs);
  // A browser asks its answers; core can ask attributes, which are undecided as well where there are none.
  const ruleset = JSON.parse(JSON.stringify(asking.ruleset), (_, value) =>
    value?.type === 'answer'
      ? { ...value, type: 'attribute-in', attribute: value.id, values: ['yes'] }
      : value,
  );
  const answered = Object.fromEntries(Object.keys(answers).map((id) => [id, 'yes']));
  return { asking, answers, compiled: compile(ruleset, 1), context: { ...context, ...answered } };
}

const users = ['user-1', 'user-2', 'user-3', 'user-4'];
const inputs = (cohorts: readonly string[]): Inputs => ({
  now: () => 0,
  isMember: (cohort) => cohorts.includes(cohort),
});

/** Rulesets full of people, the same ones in every run. */
function* rulesetsOf(random: () => number) {
  const one = <T>(...of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  const some = <T>(make: () => T, most: number) =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, make);
  const flat = (): Condition => ({
    ...one<Condition>(
      { type: 'internal-users' },
      { type: 'user-in', users: [one(...users)] },
      { type: 'ip-in', ranges: ['192.0.2.0/28'] },
      { type: 'percentage', thousandths: one(0, 30_000, 70_000, 100_000) },
      { type: 'in-cohort', cohort: one('c', 'd') },
      { type: 'attribute-in', attribute: 'plan', values: ['gold'] },
      { type: 'text', attribute: 'email', operator: 'ends', values: ['@example.com'] },
      { type: 'text', attribute: 'login', operator: 'contains', values: ['@'] },
    ),
    ...(random() < 0.2 && { not: true }),
  });
  const condition = (): Condition =>
    random() < 0.2 ? { type: 'in-segment', segment: one('s', 't') } : flat();
  const variants = [
    { key: 'v', value: 1 },
    { key: 'w', value: 2 },
  ];
  const split = [
    { variant: 'v', weight: 40_000 },
    { variant: 'w', weight: 60_000 },
  ];
  const keys = ['a', 'a:b', 'a:b:c', 'd', 'd:e', 'f'];
  const definition = (at: number): Switch => ({
    state: one('off', 'on', 'conditional', 'conditional', 'conditional'),
    rules: some(() => some(condition, 2), 3).map((conditions, id) => ({
      id: `r${id}`,
      conditions,
      serve: one<Serve>('on', 'off', { variant: 'v' }, { split }),
    })),
    variants,
    defaultVariant: 'w',
    requires:
      at > 0 && random() < 0.3
        ? [{ switch: one(...keys.slice(0, at)), ...(random() < 0.5 && { variant: one('v', 'w') }) }]
        : [],
    clientSide: random() < 0.5,
    ...(random() < 0.2 && { salt: 'shared' }),
  });
  for (;;) {
    yield {
      switches: Object.fromEntries(keys.map((key, at) => [key, definition(at)])),
      segments: { s: { conditions: some(flat, 3) }, t: { conditions: some(flat, 3) } },
      cohorts: { c: { title: 'C', open: true }, d: { title: 'D', open: false } },
      internalUsers: {
        users: some(() => one(...users), 2),
        emails: [],
        domains: some(() => 'example.com', 1),
        ranges: [],
      },
    } satisfies Ruleset;
  }
}

function* peopleOf(random: () => number) {
  const one = <T>(...of: readonly T[]) => of[Math.floor(random() * of.length)] as T;
  for (;;) {
    const targetingKey = one(...users);
    yield {
      context: {
        targetingKey,
        ...(random() < 0.7 && { email: `${targetingKey}@${one('example.com', 'example.org')}` }),
        ...(random() < 0.5 && { ip: one('192.0.2.7', '198.51.100.1') }),
        ...(random() < 0.5 && { plan: one('gold', 'free') }),
        ...(random() < 0.3 && { login: one('me@work', 'me') }),
        ...(random() < 0.1 && { internal: true }),
      },
      cohorts: random() < 0.5 ? ['c'] : [],
    };
  }
}

test('with the answers, browsers serve what servers serve, and know nothing of people', () => {
  const random = seeded(2026);
  const [rulesets, people] = [rulesetsOf(random), peopleOf(random)];
  const served = { on: 0, off: 0 };
  for (let at = 0; at < 1_500; at++) {
    const ruleset = rulesets.next().value as Ruleset;
    const { context, cohorts } = people.next().value as ReturnType<
      typeof peopleOf
    > extends Iterator<infer P>
      ? P
      : never;
    const onServer = compile(ruleset, 1);
    const browser = inBrowser(ruleset, context, inputs(cohorts));
    for (const [key, { clientSide }] of Object.entries(ruleset.switches)) {
      const of = (compiled: typeof onServer) => {
        const { active, variant } = resolve(compiled, key, browser.context, inputs(cohorts));
        return { key, active, variant };
      };
      if (!clientSide) {
        expect(browser.compiled.switches.has(key)).toBe(false);
        continue;
      }
      expect(of(browser.compiled)).toEqual(of(onServer));
      served[of(onServer).active ? 'on' : 'off']++;
    }
    const told = JSON.stringify([browser.asking.ruleset, browser.answers]);
    for (const secret of ['@', 'user-', 'example', '192.0']) expect(told).not.toContain(secret);
  }
  expect(Math.min(served.on, served.off)).toBeGreaterThan(500);
});

test('of a segment with a share, the answer is another for each switch that asks', () => {
  const ruleset: Ruleset = {
    ...emptyRuleset,
    switches: Object.fromEntries(
      Array.from({ length: 20 }, (_, at) => [
        `s${at}`,
        asker([{ type: 'in-segment', segment: 'half' }]),
      ]),
    ),
    segments: {
      half: {
        conditions: [
          { type: 'user-in', users: ['u'] },
          { type: 'percentage', thousandths: 50_000 },
        ],
      },
    },
  };
  const { asking, answers } = inBrowser(ruleset, { targetingKey: 'u' }, inputs([]));
  expect(asking.questions.size).toBe(20);
  const yes = Object.keys(answers).length;
  expect([yes > 0, yes < 20]).toEqual([true, true]);
});

test('whoever is internal or in a cohort of the plan has the candidate by choice', () => {
  const live: Ruleset = {
    ...emptyRuleset,
    switches: { s: asker([{ type: 'internal-users' }]) },
    cohorts: { c: { title: 'C', open: true } },
    internalUsers: { ...emptyRuleset.internalUsers, users: ['user-1'] },
  };
  const next = { ...live, switches: { s: asker([{ type: 'user-in', users: ['user-2'] }]) } };
  const asked = (ruleset: Ruleset) => ({ ...askingOf(ruleset, 'secret'), whole: ruleset });
  const { answersFor } = answering(
    {
      live: asked(live),
      candidate: {
        ...asked(next),
        release: 2,
        salt: 'salt',
        stage: 0,
        startedAt: '2026-01-05T09:00:00.000Z',
        audience: { internal: true, cohorts: ['c'], thousandths: 0 },
      },
    },
    1,
  );
  const of = (user: string, cohorts: string[] = []) => {
    const { answers, chosen, candidate } = answersFor({ targetingKey: user }, inputs(cohorts));
    return [answers, chosen, candidate?.answers].map((each) =>
      typeof each === 'object' ? Object.keys(each).length : each,
    );
  };
  expect(of('user-1')).toEqual([1, true, 0]);
  expect(of('user-2')).toEqual([0, undefined, 1]);
  expect(of('user-2', ['c'])).toEqual([0, true, 1]);
  expect(of('user-3', ['other'])).toEqual([0, undefined, 0]);
});
