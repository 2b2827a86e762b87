import type { Policy } from '../api-types.ts';
import { durationInWords } from './durations.ts';
import { percent } from './percent.ts';

export type Plan = Policy['plan'];
export type Stage = Plan[number];
export type Audience = Stage['audience'];

const minuteMs = 60_000;

/** From internal users to all but the 5 % that stay behind to compare with. */
export const sensiblePlan: Plan = [
  { audience: { kind: 'internal' }, minimumMs: minuteMs },
  { audience: { kind: 'cohort', cohort: 'bleeding-edge' }, minimumMs: 2 * minuteMs },
  { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: minuteMs },
  { audience: { kind: 'percentage', thousandths: 50_000 }, minimumMs: 2 * minuteMs },
  { audience: { kind: 'percentage', thousandths: 95_000 }, minimumMs: 5 * minuteMs },
];

/** When everybody has a release at the earliest. */
export function lengthInWords(plan: Plan): string {
  if (plan.length === 0) return 'Everybody has a release at once.';
  const ms = plan.reduce((sum, { minimumMs }) => sum + minimumMs, 0);
  return `Everybody has a release after ${durationInWords(ms)} at the earliest.`;
}

/** Who comes to see a release at a stage: "internal users", "cohort early-birds", "5 %". */
export function audienceInWords(audience: Audience): string {
  if (audience.kind === 'internal') return 'internal users';
  if (audience.kind === 'cohort') return `cohort ${audience.cohort}`;
  return percent(audience.thousandths);
}
