import type { Release } from '../releases/history.ts';
import type { Preview } from '../releases/service.ts';
import { type Io, paint } from './io.ts';

/** What publishing answers: the release, or what it would be. */
export type Outcome = (
  | (Release & { readonly isNew: boolean })
  | (Preview & { readonly kept?: readonly Kept[] })
) & {
  readonly warnings?: readonly string[];
  /** What the command line has to add. */
  readonly note?: string;
};

interface Kept {
  readonly key: string;
  readonly field: string;
  readonly words: string;
}

export function outcomeLines(io: Io, outcome: Outcome): string[] {
  const kept = 'kept' in outcome ? (outcome.kept ?? []) : [];
  const isKept = new Set(kept.map(({ words }) => words));
  const warnings = (outcome.warnings ?? []).filter((each) => !isKept.has(each));
  const notes = outcome.note === undefined ? warnings : [...warnings, outcome.note];
  return [
    ...(isIdle(outcome) ? idleLines(outcome) : changeLines(io, outcome)),
    ...kept.map(({ words }) => paint(io, 'yellow', `  stays: ${words}`)),
    ...notes.map((each) => paint(io, 'yellow', `  note: ${each}`)),
  ];
}

const isIdle = (outcome: Outcome) =>
  'number' in outcome ? !outcome.isNew : outcome.changes.length === 0;

const idleLines = (outcome: Outcome) => [
  'number' in outcome
    ? `Nothing to change: ${outcome.environment} stays at release ${outcome.number}`
    : 'Nothing would change',
];

const changeLines = (io: Io, outcome: Outcome) => [
  'number' in outcome
    ? paint(io, 'green', `${outcome.environment}: release ${outcome.number} is live`)
    : paint(io, 'dim', 'This would change:'),
  ...outcome.changes.flatMap(({ key, words }) => words.map((each) => `  ${key}: ${each}`)),
];
