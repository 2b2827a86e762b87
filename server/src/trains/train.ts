import type { Touch } from '../changes/touches.ts';
import type { CanaryPlan } from '../environments/plan.ts';
import type { Extent } from '../environments/policy.ts';
import type { Actor } from '../platform/work.ts';

export type Mark = 'good' | 'uh-oh';

/** A change that rides, or wants to. */
export interface Passenger {
  /** The id of the change. */
  readonly change: string;
  readonly title: string;
  /** Who speaks for it. */
  readonly author: Actor;
  /** What it edits: two riders that touch the same cannot share a group. */
  readonly touches: readonly Touch[];
  readonly extent: Extent;
}

export interface Rider extends Passenger {
  /** What its author says of it at this station. */
  readonly mark: Mark | null;
}

/** `waiting` in the queue, at `princess`, or out with the users of a canary stage, counted from 0. */
export type Station = 'waiting' | 'princess' | { readonly stage: number };

/** A time for something to happen by itself, and the time zone it was said in. */
export interface Schedule {
  /** Milliseconds since 1970, as all times here. */
  readonly at: number;
  readonly timeZone: string;
}

/** Changes that leave together, as one release. */
export interface Group {
  readonly id: number;
  /** In the order in which they boarded; one at least. */
  readonly riders: readonly Rider[];
  readonly driver: Actor;
  /** `alone` was asked for; an `express` passes by the queue, alone, and departs by itself as soon as it can. */
  readonly rides: 'together' | 'alone' | 'express';
  readonly station: Station;
  /** When it came to this station. */
  readonly since: number;
  /** What its canaries follow, as it was when it departed; empty before. */
  readonly plan: CanaryPlan;
  /** When it is to depart by itself; without a time zone: as soon as the code it needs is there. */
  readonly departure: Departure | null;
}

interface Departure {
  readonly at: number;
  readonly timeZone: string | null;
  readonly by: Actor;
}

/** Where in the queue. */
export type Place =
  | { readonly how: 'plain' | 'alone' | 'last' }
  /** With or before the group of another change. */
  | { readonly how: 'with' | 'before'; readonly change: string };

/** A change that is to board at a time. */
interface Booking extends Schedule {
  readonly passenger: Passenger;
  readonly place: Place;
}

/** Somebody pulled the cord. */
export interface Hold {
  readonly by: Actor;
  readonly reason: string;
  readonly since: number;
}

/** The train of one environment: plain JSON, so that it lies in one row. */
export interface Train {
  /** While there is any, nothing departs and nothing advances. */
  readonly holds: readonly Hold[];
  /** In the order of departure, the one that is out first. */
  readonly groups: readonly Group[];
  readonly bookings: readonly Booking[];
  /** Ids of groups only grow. */
  readonly nextGroup: number;
}

export const emptyTrain: Train = { holds: [], groups: [], bookings: [], nextGroup: 1 };

export const GROUP_SIZE = 5;

/** A group that is out with canary users. */
export type MovingGroup = Group & { readonly station: { readonly stage: number } };

export const isMoving = (group: Group): group is MovingGroup => typeof group.station === 'object';

export const movingGroup = ({ groups }: Train): MovingGroup | undefined => groups.find(isMoving);

/** The next to be checked and to depart, or the one that is out. An express stands beside the queue. */
export const headOf = ({ groups }: Train): Group | undefined =>
  groups.find((each) => !isExpress(each));

export const isExpress = ({ rides }: Group): boolean => rides === 'express';

export const groupOf = ({ groups }: Train, change: string): Group | undefined =>
  groups.find(({ riders }) => riders.some((each) => each.change === change));

export const findGroup = ({ groups }: Train, id: number): Group | undefined =>
  groups.find((each) => each.id === id);

export const isEverybodyGood = ({ riders }: Group): boolean =>
  riders.every(({ mark }) => mark === 'good');

/** Comes to a station, or stays with another content: either way, everything has to be said again. */
export const atStation = (group: Group, station: Station, since: number): Group => ({
  ...group,
  station,
  since,
  riders: group.riders.map((each) => ({ ...each, mark: null })),
});

export const replace = (train: Train, group: Group): Train => ({
  ...train,
  groups: train.groups.map((each) => (each.id === group.id ? group : each)),
});

export const without = (train: Train, { id }: Group): Train => ({
  ...train,
  groups: train.groups.filter((each) => each.id !== id),
});

export const actorOf = ({ kind, id, name }: Actor): Actor => ({ kind, id, name });
