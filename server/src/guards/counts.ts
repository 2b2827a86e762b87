import type { FirstEvents } from './e1.ts';
import type { Sums } from './m.ts';

export interface Arms<T> {
  readonly canary: T;
  readonly control: T;
}

/**
 * What a metric counts. `users`: who had it at least once. `errors`: that, and how often per request.
 * `ratio`: how often only. `mean`: a value, capped at a frozen p99. `latency`: three views of a time.
 */
export type MetricKind = 'users' | 'errors' | 'ratio' | 'mean' | 'latency';

export interface Metric {
  readonly key: string;
  readonly kind: MetricKind;
  /** Missing heartbeats and checkouts are where fewer is worse. */
  readonly worse: 'more' | 'fewer';
  /**
   * Its part of the evidence, relative to the others': the critical error metric has as much as all
   * others together. Must not be chosen by looking at counts.
   */
  readonly weight: number;
  /** How much worse is still harmless: 0.1 is 10 %. */
  readonly tolerated: number;
  /** What happened to an affected user, as in "41 users had a failed checkout". */
  readonly says?: string;
}

/**
 * How often per request, the share slower than a frozen p95, a mean of x capped at a frozen p99, a
 * mean of ln x (x in a unit in which it is far from 1, such as milliseconds).
 */
export type SumView = 'events' | 'slow' | 'mean' | 'typical';
export type View = 'users' | SumView;

/** One metric in one stage. */
export interface StageCounts {
  /** Distinct users, of those whose hash is in the sample, whose first event was in this stage. */
  readonly affected?: Sampled<Arms<number>>;
  readonly sums?: Readonly<Partial<Record<SumView, Arms<Sums>>>>;
}

/** With the canary's share of bucketed users. */
export type SharedCounts = StageCounts & { readonly share: number };

/** Counts of the users with the lowest hashes: `sample` of all, 1 being everybody. */
type Sampled<T> = T & { readonly sample: number };

/** Distinct users served; who was served both arms counts in both, and in `both`. */
export type Exposed = Sampled<Arms<number> & { readonly both: number }>;

export function firstEvents(stages: readonly SharedCounts[]): FirstEvents[] {
  return stages.flatMap(({ share, affected }) => (affected ? [{ share, ...affected }] : []));
}

/** The same, seen from the side on which more is worse. */
export function swapArms(stages: readonly SharedCounts[]): SharedCounts[] {
  const swap = <T extends Arms<unknown>>(arms: T): T => ({
    ...arms,
    canary: arms.control,
    control: arms.canary,
  });
  return stages.map(({ share, affected, sums }) => ({
    share: 1 - share,
    ...(affected && { affected: swap(affected) }),
    ...(sums && {
      sums: Object.fromEntries(Object.entries(sums).map(([view, arms]) => [view, swap(arms)])),
    }),
  }));
}
