import { describeChange } from '@switchyard/core';
import type { Change } from '../deploy-log/entry.ts';

export type Action = 'publish' | 'rollback' | 'restore' | 'kill' | 'revive' | 'import';

const MOST_NAMED = 4;
const MOST_LETTERS = 160;

/** One line for the deploy log. Names things, never people. */
export function titleOf(
  action: Action,
  changes: readonly Change[],
  release: number | undefined,
): string {
  const names = namesOf(changes);
  const [only, ...others] = changes;
  switch (action) {
    case 'kill':
      return `Killed ${names}`;
    case 'revive':
      return `Revived ${names}`;
    case 'rollback':
      return `Rolled back release ${release}: ${names}`;
    case 'restore':
      return `Back to release ${release}: ${names}`;
    case 'import':
      return `Imported ${names}`;
    case 'publish': {
      if (only === undefined || others.length > 0) return `Changed ${names}`;
      const words = describeChange(only.kind, only.before, only.after).join('; ');
      return `${names}: ${words.length > MOST_LETTERS ? `${words.slice(0, MOST_LETTERS)}…` : words}`;
    }
  }
}

function namesOf(changes: readonly Change[]): string {
  const names = changes.map(({ kind, key }) =>
    kind === 'switch' ? key : kind === 'internal-users' ? 'internal users' : `${kind} ${key}`,
  );
  const more = names.length - MOST_NAMED;
  return more > 0 ? `${names.slice(0, MOST_NAMED).join(', ')} and ${more} more` : names.join(', ');
}
