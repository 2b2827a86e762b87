import { attributeIn } from './attribute-in.ts';
import type { ConditionType } from './condition-type.ts';
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
