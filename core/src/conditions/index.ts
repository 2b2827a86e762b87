import { attributeIn } from './attribute-in.ts';
import type { ConditionType, Preparation, Test } from './condition-type.ts';
import { date } from './date.ts';
import type { FieldValue } from './field-kinds.ts';
import { inCohort } from './in-cohort.ts';
import { inSegment } from './in-segment.ts';
import { internalUsers } from './internal-users.ts';
import { ipIn } from './ip-in.ts';
import { isSet } from './is-set.ts';
import { number } from './number.ts';
import { percentage } from './percentage.ts';
import { text } from './text.ts';
import { opposite } from './three-valued.ts';
import { userIn } from './user-in.ts';
import { version } from './version.ts';

/** Every condition type there is, in the order the editor offers them. */
export const conditionTypes = [
  internalUsers,
  percentage,
  inCohort,
  userIn,
  inSegment,
  attributeIn,
  isSet,
  text,
  number,
  version,
  date,
  ipIn,
] as const;

type ConditionOf<C> =
  C extends ConditionType<infer Type, infer F>
    ? { readonly type: Type; readonly not?: boolean } & FieldValue<F>
    : never;

/** One question about the context. `not` asks for the opposite; what is undecided stays so. */
export type Condition = ConditionOf<(typeof conditionTypes)[number]>;

const byType: ReadonlyMap<unknown, ConditionType> = new Map(
  conditionTypes.map((each) => [each.type, each as unknown as ConditionType]),
);

export const typeNamed = (type: unknown): ConditionType | undefined => byType.get(type);

/** Makes a condition ready. One of an unknown type, or that does not fit its type, is undecided. */
export function prepare(condition: Condition, preparation: Preparation): Test {
  const type = typeNamed(condition?.type);
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
