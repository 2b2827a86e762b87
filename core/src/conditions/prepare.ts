import type { ConditionType, Preparation, Test } from './condition-type.ts';
import type { Condition } from './index.ts';
import { opposite } from './three-valued.ts';

/** Makes a condition ready. One of an unknown type, or that does not fit its type, is undecided. */
export function prepare(condition: Condition, preparation: Preparation): Test {
  const type = preparation.typeNamed(condition?.type);
  if (type === undefined || !fits(condition, type)) return () => 'undecided';
  const test = type.prepare(condition as never, preparation);
  return condition.not ? (context, inputs, seed) => opposite(test(context, inputs, seed)) : test;
}

function fits(condition: Condition, { fields }: ConditionType): boolean {
  const values = condition as unknown as Readonly<Record<string, unknown>>;
  return (
    (condition.not === undefined || typeof condition.not === 'boolean') &&
    Object.entries(fields).every(
      ([name, { optional, accepts }]) =>
        (optional && values[name] === undefined) || accepts(values[name]),
    )
  );
}
