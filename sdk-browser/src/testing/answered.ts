import {
  type Condition,
  compile,
  type EvaluationContext,
  type Inputs,
  type Ruleset,
  resolve,
  type Switch,
} from '@switchyard/core';

const personal = ['internal-users', 'user-in', 'ip-in'];

/**
 * A ruleset in which conditions about people are questions to the server, and what it answers for somebody: by
 * core, in a ruleset that has nothing but the question.
 */
export function answered(whole: Ruleset, context: EvaluationContext, inputs: Inputs) {
  const answers: Record<string, boolean> = {};

  const ask = (condition: Condition): Condition => {
    if (!personal.includes(condition?.type)) return condition;
    const id = JSON.stringify(condition);
    const verdict = verdictOf(condition);
    if (verdict !== undefined) answers[id] = verdict;
    return { type: 'answer', id } as unknown as Condition;
  };
  function verdictOf(condition: Condition): boolean | undefined {
    const switches = { yes: asking(condition), no: asking({ ...condition, not: !condition.not }) };
    const compiled = compile({ ...whole, switches }, 1);
    if (resolve(compiled, 'yes', context, inputs).active) return true;
    return resolve(compiled, 'no', context, inputs).active ? false : undefined;
  }
  const told = (thing: { readonly conditions: readonly Condition[] }) =>
    Array.isArray(thing?.conditions) ? { ...thing, conditions: thing.conditions.map(ask) } : thing;

  const switches = mapped(whole.switches, (definition) =>
    Array.isArray(definition?.rules)
      ? { ...definition, rules: definition.rules.map(told) }
      : definition,
  );
  const ruleset = { ...whole, switches, segments: mapped(whole.segments, told) } as Ruleset;
  return { ruleset, answers };
}

const asking = (condition: Condition): Switch => ({
  ...{ state: 'conditional', variants: [], requires: [], clientSide: true },
  rules: [{ id: 'r', conditions: [condition], serve: 'on' }],
});

const mapped = <T>(record: Readonly<Record<string, T>>, change: (each: T) => unknown) =>
  Object.fromEntries(Object.entries(record).map(([key, each]) => [key, change(each)]));
