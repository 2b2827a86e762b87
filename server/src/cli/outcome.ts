import type { Release } from '../releases/history.ts';
import type { Preview } from '../releases/service.ts';
import type { Waiting } from '../trains/service.ts';
import { type Io, paint } from './io.ts';

/** What publishing answers: the release, what it would be, or that it waits. */
export type Outcome = (
  | (Release & { readonly isNew: boolean })
  | (Preview & { readonly kept?: readonly Kept[] })
  | Waiting
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
  'number' in outcome ? !outcome.isNew : 'changes' in outcome && outcome.changes.length === 0;

const idleLines = (outcome: Outcome) => [
  'number' in outcome
    ? `Nothing to change: ${outcome.environment} stays at release ${outcome.number}`
    : 'Nothing would change',
];

const changeLines = (io: Io, outcome: Outcome) =>
  'waiting' in outcome
    ? waitingLines(io, outcome)
    : [
        'number' in outcome ? releaseLine(io, outcome) : paint(io, 'dim', 'This would change:'),
        ...outcome.changes.flatMap(({ key, words }) => words.map((each) => `  ${key}: ${each}`)),
      ];

const waitingLines = (io: Io, { waiting: { change, blockers } }: Waiting) => [
  paint(io, 'yellow', `Change ${change} waits, and leaves as soon as it can:`),
  ...blockers.map(({ message }) => `  ${message}`),
];

const releaseLine = (io: Io, { environment, number, outcome }: Release) =>
  outcome === 'aborted'
    ? paint(io, 'yellow', `${environment}: release ${number} was taken back while it rolled out`)
    : paint(
        io,
        'green',
        `${environment}: release ${number} ${outcome === 'arrived' ? 'is live' : 'is rolling out'}`,
      );
