import { type Check, flag, instant, key, must, object, text } from './check.ts';
import { type Problem, shown } from './problem.ts';

export const problemsWithCohort = (cohortKey: string, definition: unknown): Problem[] =>
  cohortCheck(cohortKey)(definition, { path: [], name: `Cohort ${shown(cohortKey)}` });

export const cohortCheck =
  (cohortKey: string): Check =>
  (definition, place) => [
    ...key(cohortKey, { ...place, name: `${place.name}: its key` }),
    ...shape(definition, place),
  ];

const shape = object({
  required: { title: text(1_000), open: flag },
  optional: {
    description: text(1_000),
    feedbackUrl: must(
      'a link that begins with https:// or http://',
      (value) =>
        typeof value === 'string' && value.length <= 1_000 && /^https?:\/\/[^\s]+$/.test(value),
    ),
    cap: must(
      'a whole number of members, at least 1',
      (value) => Number.isSafeInteger(value) && (value as number) >= 1,
    ),
    endsAt: instant,
  },
});
