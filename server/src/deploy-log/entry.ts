import type { Actor } from '../platform/work.ts';

/** What a release touches. */
export type ItemKind = 'switch' | 'segment' | 'cohort' | 'internal-users';

/** Any of those things, by its top-level fields. */
export type Item = Readonly<Record<string, unknown>>;

/** One thing before and after a release; null where it did not exist. */
export interface Change {
  readonly kind: ItemKind;
  readonly key: string;
  readonly before: Item | null;
  readonly after: Item | null;
}

/** What a release did to the ruleset: enough to undo it, and to prove the outcome. */
interface Effect {
  readonly changes: readonly Change[];
  /** Of the ruleset that results. */
  readonly checksum: string;
}

/** Audit is everything that changes neither code nor config: accounts, tokens, environments, names. */
export const entryKinds = ['config', 'code', 'note', 'audit'] as const;
export type EntryKind = (typeof entryKinds)[number];

/** What is written down, besides who, when and which number it gets. */
export interface Draft {
  readonly kind: EntryKind;
  readonly action: string;
  /** One line for people. It stays for ever: no user keys or e-mails of the application's users. */
  readonly title: string;
  readonly environment?: string | undefined;
  readonly app?: string | undefined;
  readonly reason?: string | undefined;
  readonly release?: number | undefined;
  /** The number of the release that this one undoes. */
  readonly reverts?: number | undefined;
  /** The entry whose outcome this one is: shown as one with it. */
  readonly settles?: number | undefined;
  /** The code that was deployed, with kind `code`. */
  readonly deploy?: Deploy | undefined;
  /** What rode, with releases that came by train. */
  readonly train?: Ride | undefined;
  readonly effect?: Effect | undefined;
}

/** A deploy of code, as whoever did it reports it. */
export interface Deploy {
  readonly id: string;
  readonly version: string;
  /** What ran before. */
  readonly from?: string | undefined;
  /** Who deployed it, where that is not who reported it. */
  readonly by?: string | undefined;
  /** When it happened, where that is not when it was reported. */
  readonly at?: string | undefined;
  readonly commits?: Commits | undefined;
  readonly links?: readonly Link[] | undefined;
}

export interface Commits {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly count?: number | undefined;
  readonly authors?: readonly string[] | undefined;
}

export interface Link {
  readonly title: string;
  readonly url: string;
}

/** A group that departed. */
export interface Ride {
  readonly group: number;
  readonly riders: readonly {
    readonly change: string;
    readonly title: string;
    readonly author: Actor;
    readonly approvedBy: readonly Actor[];
  }[];
  /** What stood in the way and was passed over, each in words. */
  readonly overridden: readonly string[];
}

/** A line of the deploy log, as it is hashed. */
export interface Entry extends Draft {
  readonly seq: number;
  /** RFC 3339. */
  readonly at: string;
  readonly actor: Actor;
}

/** A change, and what it is for people. */
export interface ChangeInWords extends Change {
  readonly words: readonly string[];
}

/** How something that takes a while ended. */
export interface Outcome {
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly action: string;
  readonly title: string;
  readonly reason?: string | undefined;
  /** As reported, where it was. */
  readonly durationMs: number;
}

/** An entry with its place in the chain, as it is shown. */
export interface Line extends Omit<Entry, 'effect'> {
  readonly changes?: readonly ChangeInWords[];
  readonly checksum?: string;
  /** The number of the release that undid this one. */
  readonly rolledBackBy?: number;
  readonly outcome?: Outcome;
  /** Whether it takes a while and has not ended. */
  readonly isRunning?: true;
  readonly previousHash: string;
  readonly hash: string;
}

/** Something that an entry set going elsewhere, and how far it is. */
export interface Part {
  readonly kind: 'config' | 'code';
  readonly app?: string | undefined;
  readonly status: 'waiting' | 'taken' | 'done' | 'failed';
  readonly words: string;
  /** The release that it came to. */
  readonly release?: number | undefined;
  /** Where the deploy log says how the code fared. */
  readonly entry?: number | undefined;
  /** The delivery of its hook. */
  readonly delivery?: string | undefined;
  readonly updatedAt: string;
}
