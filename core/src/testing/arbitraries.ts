import fc from 'fast-check';
import type { Field, FieldKind } from '../conditions/field-kinds.ts';
import { type Condition, conditionTypes } from '../conditions/index.ts';
import type { EvaluationContext } from '../context.ts';
import type { Rule, Ruleset, Serve, Switch } from '../ruleset.ts';

/** The same examples on every run, so that what passes once passes always. */
export const fixed = { seed: 20_260_701, numRuns: 500 };

/** Any text that JavaScript can hold, halves of surrogate pairs included. */
export const anyText = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);

const inherited = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
export const keys = ['a', 'a:b', 'a:b:c', 'd', 'constructor', 'toString'];
const attributes = ['targetingKey', 'email', 'ip', 'plan', 'anonymousId', ...inherited];
const word = fc.constantFrom('x', 'u1', '10.0.0.1', 'me@example.com', '2.0', 'constructor', 'team');
const key = fc.constantFrom(...keys);

const words = fc.array(word, { minLength: 1, maxLength: 4 });
const valuesOf: Readonly<Record<Exclude<FieldKind, 'choice'>, fc.Arbitrary<unknown>>> = {
  attribute: fc.constantFrom(...attributes),
  texts: words,
  users: words,
  cohort: key,
  segment: key,
  percentage: fc.oneof(fc.constantFrom(0, 1, 50_000, 100_000), fc.nat(100_000)),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  flag: fc.boolean(),
  version: fc.constantFrom('2', '2.0', '1.9.9', '2.0.0-rc.1', 'v3'),
  instant: fc.constantFrom('2026-07-01T09:00:00+02:00', '2020-02-29T00:00:00Z'),
  ranges: fc.array(fc.constantFrom('10.0.0.0/8', '::1', '192.0.2.7'), { minLength: 1 }),
};

/** A value that a field accepts. */
function accepted({ kind, options = [], optional }: Field<unknown, FieldKind>) {
  const value = kind === 'choice' ? fc.constantFrom(...options) : valuesOf[kind];
  return optional ? fc.option(value, { nil: undefined }) : value;
}

const conditionOf = (type: (typeof conditionTypes)[number]) =>
  fc
    .record({
      not: fc.constantFrom(undefined, true, false),
      ...Object.fromEntries(
        Object.entries(type.fields).map(([name, field]) => [name, accepted(field)]),
      ),
    })
    .map((fields) => JSON.parse(JSON.stringify({ type: type.type, ...fields })) as Condition);

const condition = fc.oneof(...conditionTypes.map(conditionOf));
const flatCondition = condition.filter(({ type }) => type !== 'in-segment');

const serve: fc.Arbitrary<Serve> = fc.oneof(
  fc.constantFrom<Serve>('on', 'off', { variant: 'on' }, { variant: 'one' }, { variant: 'off' }),
  fc.nat(100_000).map((weight) => ({
    split: [
      { variant: 'one', weight },
      { variant: 'two', weight: 100_000 - weight },
    ],
  })),
);

const rules: fc.Arbitrary<Rule[]> = fc
  .array(fc.record({ conditions: fc.array(condition, { maxLength: 3 }), serve }), { maxLength: 4 })
  .map((all) => all.map((rule, at) => ({ id: `r${at}`, ...rule })));

/** One that its server would take, but for gates in a circle and references to what does not exist. */
const definition: fc.Arbitrary<Switch> = fc.record({
  state: fc.constantFrom('off', 'on', 'conditional', 'conditional', 'conditional'),
  rules,
  variants: fc.tuple(fc.jsonValue(), fc.jsonValue()).map(([one, two]) => [
    { key: 'one', value: one as never },
    { key: 'two', value: two as never },
  ]),
  requires: fc.uniqueArray(fc.record({ switch: key }), {
    maxLength: 1,
    selector: (each) => each.switch,
  }),
  clientSide: fc.boolean(),
});

const thingsOf = <T>(thing: fc.Arbitrary<T>) =>
  fc.dictionary(key, thing, { maxKeys: keys.length, noNullPrototype: true });

export const rulesets: fc.Arbitrary<Ruleset> = fc.record({
  switches: thingsOf(definition),
  segments: thingsOf(fc.record({ conditions: fc.array(flatCondition, { maxLength: 3 }) })),
  cohorts: thingsOf(fc.record({ title: fc.constant('Beta'), open: fc.boolean() })),
  internalUsers: fc.record({
    users: fc.array(word, { maxLength: 3 }),
    emails: fc.constantFrom([], ['me@example.com']),
    domains: fc.constantFrom([], ['example.org']),
    ranges: fc.constantFrom([], ['10.0.0.0/8']),
  }),
});

/** Somebody an application may ask for: plain data, of any kind. */
export const contexts: fc.Arbitrary<EvaluationContext> = fc.dictionary(
  fc.constantFrom(...attributes),
  fc.oneof(word, fc.integer(), fc.constantFrom(null, true, '', 1.5, Number.NaN), fc.array(word)),
) as fc.Arbitrary<EvaluationContext>;

/** What no application should ask with: getters that throw, and proxies that throw at everything. */
export const hostileContexts: fc.Arbitrary<EvaluationContext> = fc.oneof(
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: true, withMap: true }),
  fc.constantFrom(...attributes).map((name) =>
    Object.defineProperty({}, name, {
      enumerable: true,
      get() {
        throw new Error('a getter that throws');
      },
    }),
  ),
  fc.constant(
    new Proxy(
      {},
      {
        get() {
          throw new Error('a proxy that throws');
        },
        getOwnPropertyDescriptor() {
          throw new Error('a proxy that throws');
        },
      },
    ),
  ),
) as fc.Arbitrary<EvaluationContext>;

/** A ruleset in which some things have been replaced by any JSON. */
export const brokenRulesets: fc.Arbitrary<unknown> = fc
  .tuple(rulesets, fc.array(fc.tuple(fc.nat(), fc.jsonValue()), { minLength: 1, maxLength: 5 }))
  .map(([ruleset, faults]) =>
    faults.reduce<unknown>((broken, [at, fault]) => replaced(broken, at, fault), ruleset),
  );

/** A copy in which one of all the values, at any depth, is another. */
function replaced(value: unknown, at: number, fault: unknown): unknown {
  let count = 0;
  JSON.stringify(value, (_, each) => {
    count++;
    return each;
  });
  let left = at % count;
  return JSON.parse(JSON.stringify(value, (_, each) => (left-- === 0 ? fault : each)));
}
