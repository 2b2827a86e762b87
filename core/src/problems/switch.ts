import { canonicalJson } from '../canonical-json.ts';
import { isObject } from '../json.ts';
import type { Switch } from '../ruleset.ts';
import {
  type Check,
  flag,
  key,
  list,
  MOST_KEY_CHARACTERS,
  must,
  object,
  oneOf,
  text,
  thousandths,
} from './check.ts';
import { conditionCheck } from './condition.ts';
import { type Problem, problem, shown } from './problem.ts';
import { namingProblems } from './switch-names.ts';

/** What the server must refuse about a switch by itself; see `problemsWithRuleset` for what it refers to. */
export const problemsWithSwitch = (switchKey: string, definition: unknown): Problem[] =>
  switchCheck(switchKey)(definition, { path: [], name: `Switch ${shown(switchKey)}` });

export const switchCheck =
  (switchKey: string): Check =>
  (definition, place) => {
    const problems = [
      ...key(switchKey, { ...place, name: `${place.name}: its key` }),
      ...shape(definition, place),
    ];
    return problems.length > 0 ? problems : namingProblems(definition as Switch, place);
  };

const json: Check = (value, place) => {
  const be = 'JSON, of at most 10000 characters';
  if (value === undefined) return must(be, () => false)(value, place);
  try {
    return canonicalJson(value).length <= 10_000
      ? []
      : [problem(place, `is too long; it must be ${be}`)];
  } catch (error) {
    return [problem(place, `must be ${be} (${(error as Error).message})`)];
  }
};

const variantName = text(MOST_KEY_CHARACTERS);
const weighted = object({ required: { variant: variantName, weight: thousandths } });
const split = object({
  lists: { split: list('split', 'variant', 100, weighted) },
  optional: { by: text(1_000) },
});
const serve: Check = (value, place) => {
  if (value === 'on' || value === 'off') return [];
  if (!isObject(value)) return must('"on", "off", a variant or a split', () => false)(value, place);
  return (Object.hasOwn(value, 'split') ? split : object({ required: { variant: variantName } }))(
    value,
    place,
  );
};

const shape = object({
  required: { state: oneOf('off', 'conditional', 'on'), clientSide: flag },
  optional: { defaultVariant: variantName, salt: text(1_000) },
  lists: {
    rules: list(
      'rules',
      'rule',
      200,
      object({
        required: { id: text(100), serve },
        optional: { name: text(1_000) },
        lists: { conditions: list('conditions', 'condition', 100, conditionCheck) },
      }),
    ),
    variants: list('variants', 'variant', 100, object({ required: { key, value: json } })),
    requires: list(
      'requires',
      'requirement',
      100,
      object({ required: { switch: key }, optional: { variant: variantName } }),
    ),
  },
});
