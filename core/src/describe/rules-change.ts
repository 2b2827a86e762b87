import type { Rule } from '../ruleset.ts';
import { conditionsChange } from './conditions-change.ts';
import { describeRule, describeServe, nameRule } from './rule.ts';
import { shown } from './words.ts';

/** Rules are the same ones by their id, wherever they stand. */
export function rulesChange(before: readonly Rule[], after: readonly Rule[]): string[] {
  const old = new Map(before.map((rule, at) => [rule.id, { rule, at }]));
  const now = new Map(after.map((rule, at) => [rule.id, { rule, at }]));
  const stayed = before.filter(({ id }) => now.has(id)).map(({ id }) => id);
  const order = after.filter(({ id }) => old.has(id)).map(({ id }) => id);
  const numbers = (ids: readonly string[]) =>
    ids.map((id) => (old.get(id)?.at ?? 0) + 1).join(', ');

  return [
    ...[...old.values()]
      .filter(({ rule }) => !now.has(rule.id))
      .map(({ rule, at }) => `${nameRule(rule, at)} removed: ${describeRule(rule)}`),
    ...[...now.values()].flatMap(({ rule, at }) => {
      const known = old.get(rule.id);
      return known === undefined
        ? [`${nameRule(rule, at)} added: ${describeRule(rule)}`]
        : ruleChange(known.rule, rule, ` of ${nameRule(rule, at)}`);
    }),
    ...(stayed.join() === order.join()
      ? []
      : [`order of rules: ${numbers(stayed)} → ${numbers(order)}`]),
  ];
}

function ruleChange(before: Rule, after: Rule, of: string): string[] {
  const [from, to] = [before.serve, after.serve].map(describeServe);
  return [
    ...(before.name === after.name
      ? []
      : [`name${of}: ${shown(before.name)} → ${shown(after.name)}`]),
    ...conditionsChange(before.conditions, after.conditions, of),
    ...(from === to ? [] : [`outcome${of}: ${from} → ${to}`]),
  ];
}
