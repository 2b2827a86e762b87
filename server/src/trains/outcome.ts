import type { ProblemCode } from '../platform/problem.ts';
import type { Role } from '../platform/roles.ts';
import type { Actor } from '../platform/work.ts';
import type { Group, Train } from './train.ts';

export const blockerTypes = [
  'hold',
  'busy',
  'behind',
  'freeze',
  'princess',
  'unmarked',
  'uh-oh',
  'approvals',
  'conflict',
  'invalid',
  'code',
] as const;

export const verdicts = ['advance', 'hold', 'roll back'] as const;

/** Something in the way of a departure. */
export interface Blocker {
  readonly type: (typeof blockerTypes)[number];
  /** `waits` passes without its riders, `stops` needs one of them. */
  readonly severity: 'waits' | 'stops';
  readonly message: string;
  /** The least role that may pass over it, with a reason. */
  readonly override: Role | 'nobody';
  /** The change it is about; null if it is about the group. */
  readonly change: string | null;
}

/** What has to happen in one transaction with the new state, in this order. */
export type Effect =
  | { readonly do: 'to-princess' | 'from-princess' | 'arrive'; readonly group: Group }
  | {
      readonly do: 'depart';
      readonly group: Group;
      readonly overridden: readonly Blocker[];
      readonly reason: string;
    }
  | { readonly do: 'stage'; readonly group: Group; readonly stage: number }
  | { readonly do: 'abort'; readonly group: Group; readonly reason: string }
  | { readonly do: 'roll-back' | 'restore'; readonly release: number; readonly reason: string }
  | { readonly do: 'kill' | 'revive'; readonly switch: string; readonly reason: string }
  /** To these actors by id, or to everybody. */
  | { readonly do: 'tell'; readonly to: readonly string[] | 'everybody'; readonly message: string };

export interface Refusal {
  readonly code: Extract<ProblemCode, 'invalid' | 'forbidden' | 'not-found' | 'conflict'>;
  /** A sentence that names the thing and says what would be right. */
  readonly message: string;
  /** Everything in the way of a departure. */
  readonly blockers?: readonly Blocker[];
}

export interface Accepted {
  readonly train: Train;
  readonly effects: readonly Effect[];
}

export type Outcome = Accepted | { readonly refused: Refusal };

export const done = (train: Train, ...effects: readonly Effect[]): Accepted => ({ train, effects });

export const refuse = (code: Refusal['code'], message: string): { readonly refused: Refusal } => ({
  refused: { code, message },
});

/** What cannot be, and everything that is in its way. */
export const blocked = (what: string, blockers: readonly Blocker[]) => ({
  refused: { code: 'conflict', message: `${what}: ${said(blockers)}`, blockers } as const,
});

export const said = (blockers: readonly Blocker[]): string =>
  blockers.map(({ message }) => message).join('; ');

/** Nobody is told twice, nor of what they did themselves. */
export function tell(
  actors: readonly Actor[] | 'everybody',
  message: string,
  by?: Actor,
): Effect[] {
  if (actors === 'everybody') return [{ do: 'tell', to: actors, message }];
  const to = [...new Set(actors.map(({ id }) => id))].filter((id) => id !== by?.id);
  return to.length > 0 ? [{ do: 'tell', to, message }] : [];
}
