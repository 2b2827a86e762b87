import { ALL, attributeOf, type EvaluationContext, threshold, unitFrom } from '@switchyard/core';
import { position } from './hash.ts';
import { instantOf } from './instant.ts';
import { compareVersions, versionOf } from './version.ts';

/** What a condition says of a context: undefined is undecided, null undecided for want of a unit. */
type Verdict = boolean | undefined | null;

/** What evaluation may ask of its caller, besides the context. */
export interface Inputs {
  now(): number;
  isMember(cohort: string, user: string): boolean;
  /** What the server says of a question that only it can answer; undefined before it has. */
  answer(id: string): boolean | undefined;
  readonly overrides?: ReadonlyMap<string, string>;
}

export type Test = (context: EvaluationContext, inputs: Inputs, salt: string) => Verdict;

export interface Around {
  hasCohort(key: string): boolean;
  segment(key: string): Test | undefined;
}

// biome-ignore lint/suspicious/noExplicitAny: what arrived from the server; each type checks its own fields.
type Raw = any;

/** Makes a condition ready. One of an unknown type, or that does not fit its type, is undecided. */
export function prepare(condition: Raw, around: Around): Test {
  const { type, not } = Object(condition);
  const make = attributeOf(types, type) as Make | undefined;
  const test = (not === undefined || typeof not === 'boolean') && make?.(condition, around);
  if (!test) return () => undefined;
  if (!not) return test;
  return (...asked) => {
    const verdict = test(...asked);
    return typeof verdict === 'boolean' ? !verdict : verdict;
  };
}

/** Whether all hold. One that does not settles it, whatever is undecided and in whatever order. */
export const allOf =
  (tests: readonly Test[]): Test =>
  (...asked) => {
    let verdict: Verdict = true;
    for (const test of tests) {
      const each = test(...asked);
      if (each === false) return false;
      if (!each && verdict !== null) verdict = each;
    }
    return verdict;
  };

/** Nobody and everybody are found without a unit, and not by chance. */
export const isPartial = (condition: Raw): boolean =>
  condition?.type === 'percentage' && condition.thousandths > 0 && condition.thousandths < ALL;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
const areTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length > 0 && value.every(isText);
const isOptional = (value: unknown) => value === undefined || isText(value);

/** The sign of a difference is one of an operator's characters, or the operator does not hold. */
const operators = ['=', '<', '<=', '>', '>='];
const compares = (operator: string, difference: number) =>
  operator.includes(difference < 0 ? '<' : difference > 0 ? '>' : '=');

type Matches = (actual: string, wanted: string) => boolean;
const matches: Record<string, Matches> = {
  equals: (actual, wanted) => actual === wanted,
  contains: (actual, wanted) => actual.includes(wanted),
  starts: (actual, wanted) => actual.startsWith(wanted),
  ends: (actual, wanted) => actual.endsWith(wanted),
  /** `*` stands for any characters or none. The pieces between are found from left to right. */
  wildcard(actual, wanted) {
    const [first = '', ...middle] = wanted.split('*');
    const last = middle.pop();
    if (last === undefined) return actual === first;
    const end = actual.length - last.length;
    if (end < first.length || !actual.startsWith(first) || !actual.endsWith(last)) return false;
    let at = first.length;
    return middle.every((piece) => {
      const found = actual.indexOf(piece, at);
      at = found + piece.length;
      return found >= 0 && at <= end;
    });
  },
};

const lowerAscii = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());

const isListed = (values: readonly string[], actual: unknown): Verdict =>
  typeof actual === 'string' || typeof actual === 'boolean' || Number.isFinite(actual)
    ? values.includes(String(actual))
    : undefined;

/** As in core, where each is told of at length. Those about people the server answers, and are not known here. */
type Make = (condition: Raw, around: Around) => Test | false | undefined;
const types: Record<string, Make> = {
  answer:
    ({ id }) =>
    (_, inputs) =>
      inputs.answer(id),

  percentage: ({ thousandths, by }) =>
    Number.isInteger(thousandths) &&
    thousandths >= 0 &&
    thousandths <= ALL &&
    isOptional(by) &&
    ((context, _, salt) => {
      if (thousandths === 0 || thousandths === ALL) return thousandths > 0;
      const unit = unitFrom(context, by);
      return unit === undefined ? null : position(salt, unit) < threshold(thousandths);
    }),

  'in-cohort': ({ cohort }, { hasCohort }) =>
    isText(cohort) &&
    hasCohort(cohort) &&
    ((context, inputs) => {
      const user = unitFrom(context, undefined);
      return user === undefined ? undefined : inputs.isMember(cohort, user);
    }),

  'in-segment': ({ segment }, around) => isText(segment) && around.segment(segment),

  'attribute-in': ({ attribute, values }) =>
    isText(attribute) &&
    areTexts(values) &&
    ((context) => {
      const actual = attributeOf(context, attribute);
      if (!Array.isArray(actual)) return isListed(values, actual);
      const verdicts = actual.map((each) => isListed(values, each));
      return verdicts.includes(true) || (verdicts.includes(undefined) ? undefined : false);
    }),

  'is-set': ({ attribute }) =>
    isText(attribute) &&
    ((context) => (attributeOf(context, attribute) ?? undefined) !== undefined),

  text: ({ attribute, operator, values, ignoreCase }) =>
    isText(attribute) &&
    Object.hasOwn(matches, operator) &&
    areTexts(values) &&
    (ignoreCase === undefined || typeof ignoreCase === 'boolean') &&
    ((context) => {
      const actual = attributeOf(context, attribute);
      if (typeof actual !== 'string') return undefined;
      const compared = ignoreCase ? lowerAscii : String;
      return values.some((each) =>
        (matches[operator] as Matches)(compared(actual), compared(each)),
      );
    }),

  number: ({ attribute, operator, value }) =>
    isText(attribute) &&
    operators.includes(operator) &&
    Number.isFinite(value) &&
    ((context) => {
      const actual = attributeOf(context, attribute);
      return Number.isFinite(actual) ? compares(operator, (actual as number) - value) : undefined;
    }),

  version({ attribute, operator, version }) {
    const wanted = versionOf(version);
    return (
      isText(attribute) &&
      operators.includes(operator) &&
      wanted &&
      ((context) => {
        const actual = versionOf(attributeOf(context, attribute));
        return actual && compares(operator, compareVersions(actual, wanted));
      })
    );
  },

  date({ attribute, operator, date }) {
    const wanted = instantOf(date);
    return (
      isOptional(attribute) &&
      ['before', 'from'].includes(operator) &&
      !Number.isNaN(wanted) &&
      ((context, inputs) => {
        const actual =
          attribute === undefined ? inputs.now() : instantOf(attributeOf(context, attribute));
        return Number.isFinite(actual) ? actual < wanted === (operator === 'before') : undefined;
      })
    );
  },
};
