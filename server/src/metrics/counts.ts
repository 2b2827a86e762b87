export interface Arms<T> {
  readonly canary: T;
  readonly control: T;
}

export type Arm = keyof Arms<unknown>;

/** Denominator and numerator per bin of users; the bin is independent of the arm. */
export interface Sums {
  readonly n: readonly number[];
  readonly y: readonly number[];
}

/**
 * How often per request, the share slower than a frozen p95, a mean of x capped at a frozen p99, a
 * mean of ln x (x in a unit in which it is far from 1, such as milliseconds).
 */
export type SumView = 'events' | 'slow' | 'mean' | 'typical';

/** One metric in one stage. */
export interface StageCounts {
  /** Distinct users, of those whose hash is in the sample, whose first event was in this stage. */
  readonly affected?: Sampled<Arms<number>>;
  readonly sums?: Readonly<Partial<Record<SumView, Arms<Sums>>>>;
}

/** Counts of the users with the lowest hashes: `sample` of all, 1 being everybody. */
type Sampled<T> = T & { readonly sample: number };

/** Distinct users served; who was served both arms counts in both, and in `both`. */
export type Exposed = Sampled<Arms<number> & { readonly both: number }>;

/** Events among an exposure: requests where there are any, else seconds. */
export interface Load {
  readonly events: number;
  readonly exposure: number;
}

/** How often it happened, of how many requests or whatever it is a part of, and in which time. */
export interface Rate {
  readonly events: number;
  readonly of: number;
  readonly seconds: number;
}

/** A rate now and in the 15 minutes before the release. Who has the candidate by choice is apart. */
export interface Watch {
  readonly group: 'everyone' | 'chosen';
  readonly recent: Load;
  readonly baseline: Load;
  /** Recent, but for the few bins of users in which it happened most often: one client alone is no incident. */
  readonly spread?: Load;
}
