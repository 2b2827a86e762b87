/**
 * What a metric counts. `users`: who had it at least once. `errors`: that, and how often per request.
 * `ratio`: how often only. `mean`: a value, capped at a frozen p99. `latency`: three views of a time.
 */
export const metricKinds = ['users', 'errors', 'ratio', 'mean', 'latency'] as const;
export type MetricKind = (typeof metricKinds)[number];

export interface Metric {
  readonly key: string;
  readonly kind: MetricKind;
  /** What SDKs track; the key, unless said otherwise. */
  readonly event?: string | undefined;
  /** What it is a part of, where that is asked: requests, unless said otherwise. */
  readonly per?: string | undefined;
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
  readonly says?: string | undefined;
}

/** What middlewares count by themselves: every request with its milliseconds, and each answered with 5xx. */
export const REQUEST = 'request';
const REQUEST_ERROR = 'request.error';

export const builtIn: readonly [errors: Metric, latency: Metric] = [
  {
    key: 'errors',
    kind: 'errors',
    event: REQUEST_ERROR,
    worse: 'more',
    weight: 1,
    tolerated: 0,
    says: 'had a failed request',
  },
  { key: 'latency', kind: 'latency', event: REQUEST, worse: 'more', weight: 1, tolerated: 0 },
];
