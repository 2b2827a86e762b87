import type { SwitchSummary } from '../api-types.ts';
import { type ShownState, shownState } from './shown-state.ts';

/** What the list can be narrowed to. */
export const filters: Readonly<Record<string, string>> = {
  current: 'All but archived',
  on: 'On',
  conditional: 'Conditional',
  off: 'Off',
  killed: 'Killed',
  archived: 'Archived',
  missing: 'Not in this environment',
  stale: 'Stale',
  all: 'All',
};

export const sorts = {
  key: 'By key',
  state: 'By state',
  changed: 'Last changed first',
  created: 'Newest first',
};
export type Sort = keyof typeof sorts;

/** Whether every word that was typed is somewhere in what people know of the switch. */
export function matches(
  summary: SwitchSummary,
  environment: string,
  text: string,
  show: string,
): boolean {
  if (!isShown(summary, environment, show)) return false;
  const { key, name, description, owner, tags } = summary;
  const known = [key, name, description, owner, ...tags].join('\n').toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => known.includes(word));
}

function isShown({ environments, stale }: SwitchSummary, environment: string, show: string) {
  const state = shownState(environments[environment]);
  if (show === 'current') return state !== 'archived';
  if (show === 'stale') return stale[environment] !== undefined;
  return show === 'all' || show === state;
}

const order: readonly ShownState[] = ['killed', 'conditional', 'on', 'off', 'missing', 'archived'];

export function sorted(
  all: readonly SwitchSummary[],
  environment: string,
  sort: Sort,
): readonly SwitchSummary[] {
  const rank = (each: SwitchSummary) => order.indexOf(shownState(each.environments[environment]));
  const version = (each: SwitchSummary) => each.environments[environment]?.version ?? 0;
  const byKey = all.toSorted((one, other) => (one.key < other.key ? -1 : 1));
  if (sort === 'state') return byKey.sort((one, other) => rank(one) - rank(other));
  if (sort === 'changed') return byKey.sort((one, other) => version(other) - version(one));
  if (sort === 'created')
    return byKey.sort((one, other) => (one.createdAt > other.createdAt ? -1 : 1));
  return byKey;
}
