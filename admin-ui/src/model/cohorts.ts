import type { Condition, Rule, Ruleset } from '@switchyard/core';
import type { StoredSwitch } from '../api-types.ts';
import type { Plan } from './canary-plan.ts';

/** A switch that asks who is in a cohort, and the rules in which it does. */
export interface Asking {
  readonly key: string;
  readonly stored: StoredSwitch;
  readonly rules: readonly Rule[];
}

/** The switches that ask for a cohort, by themselves or through a segment, in the order of their keys. */
export function askingFor(
  cohort: string,
  switches: Readonly<Record<string, StoredSwitch>>,
  segments: Ruleset['segments'],
): Asking[] {
  const isFor = (condition: Condition) =>
    condition.type === 'in-cohort' && condition.cohort === cohort && condition.not !== true;
  const asks = (condition: Condition) =>
    isFor(condition) ||
    (condition.type === 'in-segment' &&
      condition.not !== true &&
      segments[condition.segment]?.conditions.some(isFor) === true);
  return Object.entries(switches)
    .filter(([, { archived }]) => archived !== true)
    .map(([key, stored]) => ({
      key,
      stored,
      rules: stored.rules.filter(({ conditions }) => conditions.some(asks)),
    }))
    .filter(({ rules }) => rules.length > 0)
    .toSorted((one, other) => (one.key < other.key ? -1 : 1));
}

/** What becomes of the rules of a switch now. */
export function standingOf({ state, killed }: Pick<StoredSwitch, 'state' | 'killed'>) {
  if (killed) return 'killed';
  return { off: 'off for everybody', on: 'on for everybody', conditional: undefined }[state];
}

/** The stage of a plan, counted from 1, from which on the members of a cohort have a release. */
export function stageOf(cohort: string, plan: Plan): number | undefined {
  const at = plan.findIndex(
    ({ audience }) => audience.kind === 'cohort' && audience.cohort === cohort,
  );
  return at === -1 ? undefined : at + 1;
}
