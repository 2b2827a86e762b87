import { ALL } from '../bucket.ts';
import { percent } from '../percent.ts';
import type { Serve, Switch } from '../ruleset.ts';
import { repeated } from './check.ts';
import { element, member, type Place, type Problem, problem, shown } from './problem.ts';

/** What is wrong with a switch though each of its parts is in order by itself. */
export function namingProblems(
  { rules, variants, defaultVariant, requires }: Switch,
  place: Place,
): Problem[] {
  const variantAt = (at: number) => element(place, 'variants', at, 'variant');
  const ruleAt = (at: number) => element(place, 'rules', at, 'rule');
  const requirementAt = (at: number) => element(place, 'requires', at, 'requirement');
  const keys = variants.map(({ key }) => key);
  const required = requires.map((each) => each.switch);

  return [
    ...keys.flatMap((key, at) => (reserved.includes(key) ? [taken(key, variantAt(at))] : [])),
    ...repeated(keys, (key, at) =>
      problem(variantAt(at), `has the key ${shown(key)} as an earlier one; keys must differ`),
    ),
    ...defaultProblems(defaultVariant, keys, place),
    ...repeated(
      rules.map(({ id }) => id),
      (id, at) => problem(ruleAt(at), `has the id ${shown(id)} as an earlier one; ids must differ`),
    ),
    ...rules.flatMap(({ serve }, at) => serveProblems(serve, keys, member(ruleAt(at), 'serve'))),
    ...repeated(required, (key, at) =>
      problem(requirementAt(at), `asks for ${shown(key)} again; once is enough`),
    ),
  ];
}

const reserved = ['on', 'off'];

const taken = (key: string, place: Place) =>
  problem(place, `has the key ${shown(key)}, which every switch has by itself; choose another`);

function defaultProblems(name: string | undefined, keys: readonly string[], place: Place) {
  if (name === undefined || keys.includes(name)) return [];
  const there = keys.length > 0 ? `: ${keys.join(', ')}` : ', and there are none';
  const sentence = `is ${shown(name)}; it must be one of the variants${there}`;
  return [problem(member(place, 'defaultVariant'), sentence)];
}

function serveProblems(serve: Serve, keys: readonly string[], place: Place): Problem[] {
  if (typeof serve === 'string') return [];
  const names = [...reserved, ...keys];
  const served = 'split' in serve ? serve.split.map(({ variant }) => variant) : [serve.variant];
  const problems = served
    .filter((name) => !names.includes(name))
    .map((name) => {
      const there = `which this switch does not have; it has ${names.join(', ')}`;
      return problem(place, `is ${shown(name)}, ${there}`);
    });
  if (!('split' in serve)) return problems;

  const sum = serve.split.reduce((all, { weight }) => all + weight, 0);
  if (sum === ALL) return problems;
  const sentence = `is a split whose weights sum to ${percent(sum)}; they must sum to 100 %`;
  return [...problems, problem(place, sentence)];
}
