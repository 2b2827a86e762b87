import { ALL, type Condition, type Rule, type Switch } from '@switchyard/core';

/** What the quick controls show and change: rules of a shape that they know. Other rules stay as they are. */
export interface Quick {
  readonly internal: boolean;
  /** The cohorts whose members get it. */
  readonly cohorts: readonly string[];
  /** Undefined where no rule is a plain percentage. */
  readonly thousandths: number | undefined;
}

export function quickOf({ rules }: Pick<Switch, 'rules'>): Quick {
  return {
    internal: rules.some(isInternal),
    cohorts: rules.flatMap((rule) => cohortOf(rule) ?? []),
    thousandths: share(rules.findLast(isShare)),
  };
}

/** The number of the first rule that fits everybody, counted from 1: what stands after it never decides. */
export function decidingForAll({ rules }: Pick<Switch, 'rules'>): number | undefined {
  const at = rules.findIndex(({ conditions }) => conditions.length === 0);
  return at === -1 ? undefined : at + 1;
}

/** Rules with or without the one that lets internal users in, which goes first. */
export function withInternal(rules: readonly Rule[], internal: boolean): readonly Rule[] {
  if (internal === rules.some(isInternal)) return rules;
  if (!internal) return rules.filter((rule) => !isInternal(rule));
  return [
    { id: newRuleId(rules), conditions: [{ type: 'internal-users' }], serve: 'on' },
    ...rules,
  ];
}

/** Rules with or without the one that lets the members of a cohort in: after that for internal users, before all others. */
export function withCohort(rules: readonly Rule[], cohort: string, isIn: boolean): readonly Rule[] {
  const others = rules.filter((rule) => cohortOf(rule) !== cohort);
  if (!isIn) return others;
  if (others.length < rules.length) return rules;
  const at = rules.findLastIndex((rule) => isInternal(rule) || cohortOf(rule) !== undefined) + 1;
  const conditions: readonly Condition[] = [{ type: 'in-cohort', cohort }];
  return rules.toSpliced(at, 0, { id: newRuleId(rules), conditions, serve: 'on' });
}

/** Rules with the plain percentage set, in its place, or as a new last rule. */
export function withShare(rules: readonly Rule[], thousandths: number): readonly Rule[] {
  const at = rules.findLastIndex(isShare);
  const conditions: readonly Condition[] = [{ type: 'percentage', thousandths }];
  if (at === -1) return [...rules, { id: newRuleId(rules), conditions, serve: 'on' }];
  return rules.map((rule, index) => (index === at ? { ...rule, conditions } : rule));
}

/** An id that no rule of the switch has, nor had: what is told apart by it must not mix later. */
export function newRuleId(rules: readonly Rule[]): string {
  const random = crypto.getRandomValues(new Uint8Array(4));
  const id = `r${Array.from(random, (byte) => byte.toString(36).padStart(2, '0')).join('')}`;
  return rules.some((rule) => rule.id === id) ? newRuleId(rules) : id;
}

const isInternal = ({ conditions: [only, ...more], serve }: Rule) =>
  only?.type === 'internal-users' && only.not !== true && more.length === 0 && serve === 'on';

function cohortOf({ conditions: [only, ...more], serve }: Rule): string | undefined {
  const isPlain = only?.type === 'in-cohort' && only.not !== true && more.length === 0;
  return isPlain && serve === 'on' ? only.cohort : undefined;
}

const isShare = ({ conditions: [only, ...more], serve }: Rule) =>
  only?.type === 'percentage' &&
  only.not !== true &&
  only.by === undefined &&
  more.length === 0 &&
  serve !== 'off';

function share(rule: Rule | undefined): number | undefined {
  const only = rule?.conditions[0];
  return only?.type === 'percentage' ? Math.min(only.thousandths, ALL) : undefined;
}
