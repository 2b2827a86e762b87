import type { Role } from '../platform/roles.ts';
import type { Actor } from '../platform/work.ts';
import type { Blocker, verdicts } from './outcome.ts';
import type { Mark, Passenger, Place, Schedule } from './train.ts';

/** An actor with the role they have in the train's environment now. */
export interface Someone extends Actor {
  readonly role: Role;
}

/** What the train cannot know of a change by itself. */
export interface ChangeFacts {
  readonly change: string;
  readonly approvals: number;
  /** What somebody else has changed meanwhile, each in words. */
  readonly conflicts: readonly string[];
  /** The code it still waits for, each in words. */
  readonly waitsFor: readonly string[];
}

export interface Facts {
  readonly changes: readonly ChangeFacts[];
  /** What would make no sense if all of them were live, each in words. */
  readonly problems: readonly string[];
}

/** Passes over one thing in the way: that kind, of that change. */
export interface Override {
  readonly type: Blocker['type'];
  readonly change: string | null;
}

/** What people do. */
interface Deeds {
  board: { readonly passenger: Passenger; readonly place: Place; readonly schedule?: Schedule };
  /** Lets one change leave as soon as it can, past the queue. */
  express: { readonly passenger: Passenger };
  leave: { readonly change: string };
  kick: { readonly change: string; readonly reason: string };
  /** The edits of a change are others now. */
  rebase: { readonly passenger: Passenger };
  /** Hands a group over, or takes it over. */
  drive: { readonly group: number; readonly driver: Someone };
  princess: { readonly group: number; readonly facts: Facts };
  mark: { readonly change: string; readonly mark: Mark; readonly reason?: string | undefined };
  depart: {
    readonly group: number;
    readonly facts: Facts;
    readonly overrides: readonly Override[];
    readonly reason?: string | undefined;
  };
  /** Sets when a group is to depart by itself, or that it is not to. */
  schedule: { readonly group: number; readonly departure: Schedule | null };
  hold: { readonly reason: string };
  /** Lifts what this actor holds. */
  unhold: { readonly of: string };
  /** Takes back the release that is rolling out. */
  abort: { readonly group: number; readonly reason?: string | undefined };
  /** Of a release that has arrived. */
  'roll-back': { readonly release: number; readonly reason?: string | undefined };
  /** Back to how everything was after a release. */
  restore: { readonly release: number; readonly reason?: string | undefined };
  kill: { readonly switch: string; readonly reason?: string | undefined };
  revive: { readonly switch: string; readonly reason?: string | undefined };
}

/** What the guard says of what rolls out. */
export interface Verdict {
  readonly verdict: (typeof verdicts)[number];
  readonly why: string;
}

/** What the train's clock does, for nobody. */
interface Ticks {
  /** Lets those board whose time has come. */
  'board-due': object;
  /** Lets a group depart that wants to leave by itself, if nothing is in the way. */
  'depart-due': { readonly group: number; readonly facts: Facts };
  /** Acts on a verdict about this group at this stage. */
  advance: {
    readonly group: number;
    readonly stage: number;
    readonly verdict: Verdict['verdict'];
    readonly why: string;
  };
}

type Deed = {
  [D in keyof Deeds]: { readonly do: D; readonly by: Someone } & Deeds[D];
}[keyof Deeds];
type Tick = { [T in keyof Ticks]: { readonly do: T } & Ticks[T] }[keyof Ticks];

/** Everything that can happen to a train, and when it did. */
export type Command = { readonly at: number } & (Deed | Tick);
export type CommandTo<D extends Command['do']> = Extract<Command, { do: D }>;
