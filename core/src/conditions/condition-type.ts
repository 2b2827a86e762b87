import type { EvaluationContext } from '../context.ts';
import type { Fields, FieldValue } from './field-kinds.ts';

/**
 * What a condition says of a context. Undecided means that its input is missing or of the wrong kind:
 * then neither the condition nor its negation holds. `unit-missing` is undecided for want of a unit.
 */
export type Verdict = boolean | 'undecided' | 'unit-missing';

/** What evaluation may ask of its caller, besides the context. Handed in, so that it stays pure. */
export interface Inputs {
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether this user opted in to that cohort. */
  isMember(cohort: string, user: string): boolean;
  /** Switches that this request forces, by key: `on`, `off`, or a variant. */
  readonly overrides?: ReadonlyMap<string, string> | undefined;
}

/**
 * A condition made ready. It is called often, and in general allocates nothing.
 * `seed` is the hash of the switch's salt: segments are shared by switches, buckets are not.
 */
export type Test = (context: EvaluationContext, inputs: Inputs, seed: number) => Verdict;

/** What a condition may look at while it is made ready, once per release. */
export interface Preparation {
  /** Undefined for a type that is not known here. */
  typeNamed(type: unknown): ConditionType | undefined;
  readonly isInternal: Test;
  hasCohort(key: string): boolean;
  /** Tests whether all conditions of a segment hold; undefined where there is no such segment. */
  segment(key: string): Test | undefined;
}

export interface ConditionType<Type extends string = string, F extends Fields = Fields> {
  /** Stored in rulesets and read by SDKs already in production: never rename it. */
  readonly type: Type;
  /** How the editor names it, as the middle of "a user who … ". */
  readonly label: string;
  readonly fields: F;
  /** Makes one condition ready for fast evaluation. The fields have been checked. */
  prepare(params: FieldValue<F>, preparation: Preparation): Test;
}

/* @__NO_SIDE_EFFECTS__ */
export function defineCondition<const Type extends string, const F extends Fields>(
  definition: ConditionType<Type, F>,
): ConditionType<Type, F> {
  return definition;
}
