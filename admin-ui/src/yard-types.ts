import type { Edit, Environment, Policy, Release, Role } from './api-types.ts';

export interface Actor {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

export type Mark = 'good' | 'uh-oh';
export type Stage = Policy['plan'][number];
export type Extent = Policy['express'];

/** Where in the queue a change boards. */
export type Place =
  | { readonly how: 'plain' | 'alone' | 'last' }
  | { readonly how: 'with' | 'before'; readonly change: number };

export interface Schedule {
  readonly at: string;
  readonly timeZone: string;
}

export interface Blocker {
  readonly type: string;
  readonly severity: 'waits' | 'stops';
  readonly message: string;
  /** The least role that may pass over it, with a reason. */
  readonly override: Role | 'nobody';
  readonly change: number | null;
}

export interface Rider {
  /** null: it leaves at once, and is not kept as a change. */
  readonly change: number | null;
  readonly title: string;
  readonly author: Actor;
  readonly mark: Mark | null;
  readonly extent: Extent;
  readonly words: readonly string[];
}

export interface YardGroup {
  readonly id: number;
  readonly riders: readonly Rider[];
  readonly driver: Actor;
  readonly rides: 'together' | 'alone' | 'express';
  readonly station: 'waiting' | 'princess' | { readonly stage: number };
  readonly since: string;
  readonly departure: {
    readonly at: string;
    readonly timeZone: string | null;
    readonly by: Actor;
  } | null;
  readonly blockers: readonly Blocker[];
  readonly princessBlockers: readonly Blocker[];
  readonly can: {
    readonly drive: boolean;
    readonly depart: boolean;
    readonly princess: boolean;
    readonly schedule: boolean;
    readonly abort: boolean;
  };
}

export interface Hold {
  readonly by: Actor;
  readonly reason: string;
  readonly since: string;
}

export interface Rollout {
  readonly group: number;
  readonly release: number;
  readonly stage: number;
  readonly plan: readonly Stage[];
  readonly stageSince: string;
  readonly stageEndsAt: string;
  readonly verdict: {
    readonly verdict: 'advance' | 'hold' | 'roll back';
    readonly why: string;
  };
}

export interface Yard {
  readonly environment: string;
  readonly release: number;
  readonly version: number;
  readonly topic: string;
  readonly groups: readonly YardGroup[];
  readonly bookings: readonly (Schedule & {
    readonly change: number;
    readonly title: string;
    readonly author: Actor;
    readonly place: Place;
  })[];
  readonly holds: readonly Hold[];
  readonly rollout: Rollout | null;
  readonly freeze: {
    readonly reason: string;
    readonly until: string;
    readonly timeZone: string;
  } | null;
  /** The latest, oldest first. */
  readonly messages: readonly {
    readonly to: 'everybody' | readonly string[];
    readonly message: string;
    readonly at: string;
  }[];
  readonly policy: Environment['policy'];
  readonly role: Role;
}

export interface Override {
  readonly type: string;
  readonly change: number | null;
}

/** What people do to a train. */
export type Command =
  | { readonly do: 'board'; readonly change: number; readonly place: Place; readonly at?: Schedule }
  | { readonly do: 'express'; readonly change: number }
  | { readonly do: 'leave'; readonly change: number }
  | { readonly do: 'kick'; readonly change: number; readonly reason: string }
  | { readonly do: 'drive'; readonly group: number; readonly driver: string }
  | { readonly do: 'princess'; readonly group: number }
  | {
      readonly do: 'depart';
      readonly group: number;
      readonly overrides?: readonly Override[];
      readonly reason?: string;
    }
  | {
      readonly do: 'mark';
      readonly change: number;
      readonly mark: Mark;
      readonly reason?: string;
    }
  | { readonly do: 'schedule'; readonly group: number; readonly departure: Schedule | null }
  | { readonly do: 'hold'; readonly reason: string }
  | { readonly do: 'unhold'; readonly of: string }
  | { readonly do: 'abort'; readonly group: number; readonly reason?: string };

export type Status = 'open' | 'aboard' | 'rolling-out' | 'arrived' | 'rolled-back' | 'withdrawn';

export interface Link {
  readonly title: string;
  readonly url: string;
}

export interface Requirement {
  readonly app: string;
  readonly version: string;
}

/** A field that the change and somebody else want to be different. */
export interface Conflict {
  readonly kind: Edit['kind'];
  readonly key: string;
  /** `*` for the thing as a whole. */
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface ProposalSummary {
  readonly environment: string;
  readonly number: number;
  readonly title: string;
  readonly author: Actor;
  readonly status: Status;
  readonly changes: Release['changes'];
  readonly approvals: readonly { readonly actor: Actor; readonly at: string }[];
  readonly approvalsNeeded: number;
  readonly extent: Extent;
  readonly requires: readonly Requirement[];
  readonly waitsFor: readonly string[];
  readonly group: number | null;
  readonly boardsAt: Schedule | null;
  readonly release: number | null;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A proposed set of edits, which can ride the train. What a release did to a thing is a `Change`. */
export interface Proposal extends ProposalSummary {
  readonly description: string;
  readonly links: readonly Link[];
  readonly edits: readonly Edit[];
  readonly conflicts: readonly Conflict[];
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  readonly canApprove: boolean;
  readonly canEdit: boolean;
  readonly contentHash: string;
}

export interface NewProposal {
  readonly title: string;
  readonly description?: string;
  readonly links?: readonly Link[];
  readonly edits: readonly Edit[];
  readonly requires?: readonly Requirement[];
  readonly board?: Place;
  readonly at?: Schedule;
}

export type Choice = Pick<Conflict, 'kind' | 'key' | 'field'> & { readonly use: 'mine' | 'theirs' };

/** What publishing comes to: a release, live or rolling out; or a change that waits. */
export type Published =
  | {
      readonly number: number;
      readonly outcome?: 'arrived' | 'rolling-out' | 'aborted';
      readonly stage?: number;
      readonly stages?: readonly Stage[];
      readonly warnings?: readonly string[];
    }
  | {
      readonly waiting: {
        readonly change: number;
        readonly group: number;
        readonly blockers: readonly Blocker[];
      };
    };
