import { ALL, isKey, type Problem } from '@switchyard/core';

/** Who sees the candidate from a stage on; whoever has seen it keeps it. */
export type Audience =
  | { readonly kind: 'internal' }
  | { readonly kind: 'cohort'; readonly cohort: string }
  | { readonly kind: 'percentage'; readonly thousandths: number };

export interface Stage {
  readonly audience: Audience;
  readonly minimumMs: number;
}

/** From the first few to all but the last; after it, everybody. Empty: everybody at once. */
export type CanaryPlan = readonly Stage[];

/** Everybody who has the candidate at a stage. */
export interface Reach {
  readonly internal: boolean;
  readonly cohorts: readonly string[];
  /** Of the bucketed users, in thousandths of a percent. */
  readonly thousandths: number;
}

const MOST_STAGES = 20;
const MOST_DAYS = 14;
const MOST_MS = MOST_DAYS * 24 * 60 * 60 * 1000;

/** At a stage counted from 0: audiences accumulate. */
export function reachAt(plan: CanaryPlan, stage: number): Reach {
  const audiences = plan.slice(0, stage + 1).map(({ audience }) => audience);
  const cohorts = audiences.flatMap((each) => (each.kind === 'cohort' ? [each.cohort] : []));
  const shares = audiences.map((each) => (each.kind === 'percentage' ? each.thousandths : 0));
  return {
    internal: audiences.some(({ kind }) => kind === 'internal'),
    cohorts: [...new Set(cohorts)],
    thousandths: Math.max(0, ...shares),
  };
}

/** `internal users`, `cohort bleeding-edge`, `5 %` */
export function audienceInWords(audience: Audience): string {
  if (audience.kind === 'internal') return 'internal users';
  if (audience.kind === 'cohort') return `cohort ${audience.cohort}`;
  return `${audience.thousandths / 1000} %`;
}

/** What is wrong with a plan, each in a sentence. */
export function problemsWithPlan(plan: CanaryPlan): Problem[] {
  const problems: Problem[] = [];
  if (plan.length > MOST_STAGES) {
    const message = `The plan has ${plan.length} stages; ${MOST_STAGES} are the most.`;
    problems.push({ path: ['plan'], message });
  }
  plan.forEach(({ audience, minimumMs }, at) => {
    const say = (path: string, sentence: string) =>
      problems.push({ path: ['plan', String(at), path], message: `Stage ${at + 1} ${sentence}.` });
    if (!Number.isSafeInteger(minimumMs) || minimumMs < 0 || minimumMs > MOST_MS) {
      say('minimumMs', `must last a whole number of milliseconds, at most ${MOST_DAYS} days`);
    }
    const fault = faultOf(audience, reachAt(plan, at - 1));
    if (fault !== undefined) say('audience', fault);
  });
  return problems;
}

function faultOf(audience: Audience, { internal, cohorts, thousandths }: Reach) {
  const words = audienceInWords(audience);
  switch (audience.kind) {
    case 'internal':
      return internal
        ? `adds nobody: ${words} have it already; give that stage more time`
        : undefined;
    case 'cohort':
      if (!isKey(audience.cohort)) return `names the cohort "${audience.cohort}"; that is no key`;
      if (cohorts.includes(audience.cohort)) {
        return `adds nobody: ${words} has it already; give that stage more time`;
      }
      return undefined;
    case 'percentage':
      if (!Number.isSafeInteger(audience.thousandths) || audience.thousandths <= 0) {
        return `shows it to ${words}; it must be more than 0 %, in thousandths of a percent`;
      }
      if (audience.thousandths >= ALL) {
        return `shows it to ${words}, which leaves nobody to compare with; stay below 100 %, all get it after the last stage`;
      }
      if (audience.thousandths < thousandths) {
        return `shows it to ${words}, fewer than the ${thousandths / 1000} % before; a percentage never shrinks`;
      }
      if (audience.thousandths === thousandths) {
        return `adds nobody: ${words} have it already; give that stage more time`;
      }
      return undefined;
  }
}
