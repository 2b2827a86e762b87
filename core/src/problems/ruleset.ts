import type { Condition } from '../conditions/index.ts';
import { gateProblems, MOST_LEVELS, MOST_STEPS } from '../gates.ts';
import { isObject } from '../json.ts';
import type { Ruleset, Switch } from '../ruleset.ts';
import { must } from './check.ts';
import { cohortCheck } from './cohort.ts';
import { cyclesIn } from './cycles.ts';
import { internalUsersCheck } from './internal-users.ts';
import { element, member, type Place, type Problem, problem, shown } from './problem.ts';
import { segmentCheck } from './segment.ts';
import { switchCheck } from './switch.ts';

const root: Place = { path: [], name: 'The ruleset' };
const parts = {
  switches: { noun: 'Switch', check: switchCheck },
  segments: { noun: 'Segment', check: segmentCheck },
  cohorts: { noun: 'Cohort', check: cohortCheck },
};

/** Everything that a ruleset must not be published with. */
export function problemsWithRuleset(ruleset: unknown): Problem[] {
  if (!isObject(ruleset)) return must('an object', () => false)(ruleset, root);
  const known = [...Object.keys(parts), 'internalUsers'];
  const problems = [
    ...Object.entries(parts).flatMap(([name, { noun, check }]) => {
      const things = ruleset[name];
      if (!isObject(things)) return must('an object', () => false)(things, member(root, name));
      return Object.entries(things).flatMap(([key, definition]) =>
        check(key)(definition, { path: [name, key], name: `${noun} ${shown(key)}` }),
      );
    }),
    ...internalUsersCheck(ruleset.internalUsers, {
      path: ['internalUsers'],
      name: 'Internal users',
    }),
    ...Object.keys(ruleset)
      .filter((name) => !known.includes(name))
      .map((name) =>
        problem(
          root,
          `has a member ${shown(name)} that is not known; there are ${known.join(', ')}`,
        ),
      ),
  ];
  return problems.length > 0 ? problems : problemsWithReferences(ruleset as unknown as Ruleset);
}

/** What refers to things that do not exist, or to itself, in a ruleset whose things are right by themselves. */
export function problemsWithReferences({ switches, segments, cohorts }: Ruleset): Problem[] {
  const things = { segment: segments, cohort: cohorts };
  const missing = (condition: Condition, place: Place): Problem[] => {
    const kind = condition.type === 'in-segment' ? 'segment' : 'cohort';
    const key = (condition as unknown as Record<string, string>)[kind];
    if (!isReference(condition) || Object.hasOwn(things[kind], key as string)) return [];
    return [problem(member(place, kind), `is ${shown(key)}, which does not exist`)];
  };
  const each = (conditions: readonly Condition[], place: Place) =>
    conditions.flatMap((condition, at) =>
      missing(condition, element(place, 'conditions', at, 'condition')),
    );

  return [
    ...Object.entries(segments).flatMap(([key, { conditions }]) =>
      each(conditions, { path: ['segments', key], name: `Segment ${shown(key)}` }),
    ),
    ...Object.entries(switches).flatMap(([key, definition]) => {
      const place = { path: ['switches', key], name: `Switch ${shown(key)}` };
      return [
        ...definition.rules.flatMap((rule, at) =>
          each(rule.conditions, element(place, 'rules', at, 'rule')),
        ),
        ...requirements(definition, switches, place),
      ];
    }),
    ...loops(new Map(Object.entries(switches))),
  ];
}

const isReference = ({ type }: Condition) => type === 'in-segment' || type === 'in-cohort';

function requirements(
  { requires }: Switch,
  switches: Ruleset['switches'],
  place: Place,
): Problem[] {
  return requires.flatMap(({ switch: key, variant }, at) => {
    const here = element(place, 'requires', at, 'requirement');
    const required = Object.hasOwn(switches, key) ? switches[key] : undefined;
    if (required === undefined)
      return [problem(here, `asks for the switch ${shown(key)}, which does not exist`)];
    const names = ['on', 'off', ...required.variants.map((each) => each.key)];
    if (variant === undefined || names.includes(variant)) return [];
    return [
      problem(
        here,
        `asks for the variant ${shown(variant)} of ${shown(key)}, which has only ${names.join(', ')}`,
      ),
    ];
  });
}

function loops(switches: ReadonlyMap<string, Switch>): Problem[] {
  const { cyclic, tooDeep } = gateProblems(switches);
  return [
    ...cyclesIn(cyclic, switches).map((cycle) => {
      const circle = [...cycle, cycle[0]].join(' → ');
      const path = ['switches', cycle[0] as string, 'requires'];
      const place = { path, name: `Switch ${shown(cycle[0])}` };
      return problem(
        place,
        `depends on itself: ${circle}; take one of these requirements away (children depend on their family)`,
      );
    }),
    ...[...tooDeep].slice(0, 10).map((key) => {
      const place = { path: ['switches', key, 'requires'], name: `Switch ${shown(key)}` };
      return problem(
        place,
        `depends on others through more than ${MOST_LEVELS} levels or in more than ${MOST_STEPS} ways; require fewer`,
      );
    }),
  ];
}
