import { ALL } from './bucket.ts';
import type { Rule } from './ruleset.ts';

/**
 * What quick controls show and change: the rule that lets internal users in, and the plain percentage. They are told
 * by their shape, whoever made them; rules of any other shape stay as and where they are.
 */
export interface Quick {
  readonly internal: boolean;
  /** Thousandths of a percent; undefined where no rule is a plain percentage. */
  readonly percentage: number | undefined;
}

export const quickOf = (rules: readonly Rule[]): Quick => ({
  internal: rules.some(isInternal),
  percentage: rules.map(shareOf).findLast((share) => share !== undefined)?.thousandths,
});

/** The rules with or without the one that lets internal users in; it comes first, so that nothing is in its way. */
export function withInternal(rules: readonly Rule[], internal: boolean): readonly Rule[] {
  if (internal === rules.some(isInternal)) return rules;
  if (!internal) return rules.filter((rule) => !isInternal(rule));
  const id = freeId(rules, 'internal');
  return [{ id, conditions: [{ type: 'internal-users' }], serve: 'on' }, ...rules];
}

/** The rules with the plain percentage set: where it is, or as a new last rule. At 0 the rule stays. */
export function withPercentage(rules: readonly Rule[], thousandths: number): readonly Rule[] {
  const at = rules.findLastIndex(isShare);
  if (at === -1) {
    const id = freeId(rules, 'percentage');
    return [...rules, { id, conditions: [{ type: 'percentage', thousandths }], serve: 'on' }];
  }
  return rules.map((rule, index) => {
    const share = index === at ? shareOf(rule) : undefined;
    return share === undefined ? rule : { ...rule, conditions: [{ ...share, thousandths }] };
  });
}

/** Thousandths of a percent from what somebody typed: `5`, `12.5 %`, `0,125`. Undefined for what is no percentage. */
export function parsePercent(text: string): number | undefined {
  const number = /^\s*(\d{1,3}(?:[.,]\d{1,3})?)\s*%?\s*$/.exec(text)?.[1]?.replace(',', '.');
  const thousandths = number === undefined ? Number.NaN : Math.round(Number(number) * 1000);
  return thousandths <= ALL ? thousandths : undefined;
}

const isInternal = ({ conditions: [only, ...more], serve }: Rule) =>
  only?.type === 'internal-users' && only.not !== true && more.length === 0 && serve === 'on';

const isShare = (rule: Rule) => shareOf(rule) !== undefined;

function shareOf({ conditions: [only, ...more], serve }: Rule) {
  const isPlain = only?.type === 'percentage' && only.not !== true && more.length === 0;
  return isPlain && serve === 'on' ? only : undefined;
}

function freeId(rules: readonly Rule[], wish: string): string {
  const isTaken = (id: string) => rules.some((rule) => rule.id === id);
  let id = wish;
  for (let next = 2; isTaken(id); next++) id = `${wish}-${next}`;
  return id;
}
