import { ALL } from '../bucket.ts';
import { canonicalJson } from '../canonical-json.ts';
import { isObject } from '../json.ts';
import { percent } from '../percent.ts';
import type { Serve, Switch } from '../ruleset.ts';
import {
  type Check,
  flag,
  key,
  list,
  must,
  object,
  oneOf,
  repeated,
  text,
  thousandths,
} from './check.ts';
import { conditionCheck } from './condition.ts';
import { element, member, type Place, type Problem, problem, shown } from './problem.ts';

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
    return problems.length > 0 ? problems : problemsWithin(definition as Switch, place);
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

const weighted = object({ required: { variant: text(64), weight: thousandths } });
const split = object({
  lists: { split: list('split', 'variant', 100, weighted) },
  optional: { by: text(1_000) },
});
const serve: Check = (value, place) => {
  if (value === 'on' || value === 'off') return [];
  if (!isObject(value)) return must('"on", "off", a variant or a split', () => false)(value, place);
  return (Object.hasOwn(value, 'split') ? split : object({ required: { variant: text(64) } }))(
    value,
    place,
  );
};

const shape = object({
  required: { state: oneOf('off', 'conditional', 'on'), clientSide: flag },
  optional: { defaultVariant: text(64), salt: text(1_000) },
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
      object({ required: { switch: key }, optional: { variant: text(64) } }),
    ),
  },
});

/** What is wrong though every part is in order by itself. */
function problemsWithin(
  { rules, variants, defaultVariant, requires }: Switch,
  place: Place,
): Problem[] {
  const keys = variants.map((each) => each.key);
  const names = ['on', 'off', ...keys];
  const isNamed = (at: Place, name: string) =>
    names.includes(name)
      ? []
      : [
          problem(
            at,
            `is ${shown(name)}, which this switch does not have; it has ${names.join(', ')}`,
          ),
        ];

  return [
    ...keys.flatMap((each, at) =>
      each === 'on' || each === 'off'
        ? [
            problem(
              element(place, 'variants', at, 'variant'),
              `has the key ${shown(each)}, which every switch has by itself; choose another`,
            ),
          ]
        : [],
    ),
    ...repeated(keys).map(({ text, at }) =>
      problem(
        element(place, 'variants', at, 'variant'),
        `has the key ${shown(text)} as an earlier one; keys must differ`,
      ),
    ),
    ...(defaultVariant === undefined || keys.includes(defaultVariant)
      ? []
      : [
          problem(
            member(place, 'defaultVariant'),
            `is ${shown(defaultVariant)}; it must be one of the variants${keys.length > 0 ? `: ${keys.join(', ')}` : ', and there are none'}`,
          ),
        ]),
    ...repeated(rules.map(({ id }) => id)).map(({ text, at }) =>
      problem(
        element(place, 'rules', at, 'rule'),
        `has the id ${shown(text)} as an earlier one; ids must differ`,
      ),
    ),
    ...rules.flatMap((rule, at) => {
      const here = member(element(place, 'rules', at, 'rule'), 'serve');
      return [
        ...servedNames(rule.serve).flatMap((name) => isNamed(here, name)),
        ...sum(rule.serve, here),
      ];
    }),
    ...repeated(requires.map((each) => each.switch)).map(({ text, at }) =>
      problem(
        element(place, 'requires', at, 'requirement'),
        `asks for ${shown(text)} again; once is enough`,
      ),
    ),
  ];
}

function servedNames(serve: Serve): readonly string[] {
  if (typeof serve === 'string') return [];
  return 'split' in serve ? serve.split.map(({ variant }) => variant) : [serve.variant];
}

function sum(serve: Serve, place: Place): Problem[] {
  if (typeof serve === 'string' || !('split' in serve)) return [];
  const total = serve.split.reduce((all, { weight }) => all + weight, 0);
  if (total === ALL) return [];
  return [
    problem(place, `is a split whose weights sum to ${percent(total)}; they must sum to 100 %`),
  ];
}
