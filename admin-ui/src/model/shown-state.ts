import type { StoredSwitch } from '../api-types.ts';

export type ShownState = 'off' | 'conditional' | 'on' | 'killed' | 'archived' | 'missing';

export const stateNames: Readonly<Record<ShownState, string>> = {
  off: 'Off',
  conditional: 'Conditional',
  on: 'On',
  killed: 'Killed',
  archived: 'Archived',
  missing: 'Not here',
};

/** What people are to see: killed and archived cover whatever state lies beneath. */
export function shownState(stored: StoredSwitch | undefined): ShownState {
  if (stored === undefined) return 'missing';
  if (stored.killed) return 'killed';
  return stored.archived ? 'archived' : stored.state;
}
