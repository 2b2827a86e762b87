import { describeChange } from '@switchyard/core';
import type { Change } from '../deploy-log/entry.ts';
import { audienceInWords, type CanaryPlan } from '../environments/plan.ts';

/** How a release came about; `depart` if by way of canaries. */
export const actions = [
  'publish',
  'depart',
  'rollback',
  'restore',
  'kill',
  'revive',
  'import',
] as const;
export type Action = (typeof actions)[number];

const MOST_NAMED = 4;
const MOST_LETTERS = 160;

/** One line for the deploy log. Names things, never people. `release` is the one that it is about, if not itself. */
export function titleOf(
  action: Exclude<Action, 'depart'>,
  changes: readonly Change[],
  release: number | undefined,
): string {
  const names = namesOf(changes);
  switch (action) {
    case 'kill':
      return `Killed ${names}`;
    case 'revive':
      return `Revived ${names}`;
    case 'rollback':
      return `Rolled back release ${release}: ${names}`;
    case 'restore':
      return release === 0
        ? `Back to before the first release: ${names}`
        : `Back to release ${release}: ${names}`;
    case 'import':
      return `Imported ${names}`;
    case 'publish':
      return summaryOf(changes);
  }
}

/** `awesome: state: off → on`, or only the names if there are several. */
export function summaryOf(changes: readonly Change[]): string {
  const [only, ...others] = changes;
  if (only === undefined) return 'nothing';
  if (others.length > 0) return `Changed ${namesOf(changes)}`;
  const words = describeChange(only.kind, only.before, only.after).join('; ');
  const short = words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS)}…` : words;
  return `${namesOf(changes)}: ${short}`;
}

/** `stage 2 of 4, cohort bleeding-edge` */
export const stageInWords = (plan: CanaryPlan, stage: number): string => {
  const audience = plan[stage]?.audience;
  return `stage ${stage + 1} of ${plan.length}${audience ? `, ${audienceInWords(audience)}` : ''}`;
};

function namesOf(changes: readonly Change[]): string {
  const names = changes.map(({ kind, key }) =>
    kind === 'switch' ? key : kind === 'internal-users' ? 'internal users' : `${kind} ${key}`,
  );
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ');
}
