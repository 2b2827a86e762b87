import { attributeOf, type EvaluationContext } from './context.ts';

/** What is bucketed, as text: a non-empty string or a safe integer; nothing else tells people apart. */
export function unitOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** The unit of a percentage or a split: the targeting key, or the attribute it names. */
export const unitFrom = (context: EvaluationContext, by: string | undefined): string | undefined =>
  unitOf(by === undefined ? context.targetingKey : attributeOf(context, by));
