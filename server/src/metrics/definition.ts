import type { Measure } from '@switchyard/core';

/**
 * What a metric counts. `users`: who had it at least once. `errors`: that, and how often per request.
 * `ratio`: how often only. `mean`: a value, capped at a frozen p99. `latency`: three views of a time.
 */
export type MetricKind = 'users' | 'errors' | 'ratio' | 'mean' | 'latency';

export interface Metric {
  readonly key: string;
  readonly kind: MetricKind;
  /** What SDKs track; the key, unless said otherwise. */
  readonly event?: string;
  /** What it is a part of, where that is asked: requests, unless said otherwise. */
  readonly per?: string;
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

/** Of an event's values: slower than is slow, and no more than the cap counts. Frozen for a release. */
export type Thresholds = NonNullable<Measure['values']>;

export const eventOf = ({ event, key }: Metric): string => event ?? key;
export const perOf = ({ per }: Metric): string => per ?? REQUEST;

export const hasValues = ({ kind }: Metric): boolean => kind === 'mean' || kind === 'latency';

/** What SDKs are to compare, by event. */
export function measuresOf(
  metrics: readonly Metric[],
  thresholds: Readonly<Record<string, Thresholds>>,
): Record<string, Measure> {
  const measures: Record<string, Measure> = {};
  const add = (event: string, measure: Measure) => {
    measures[event] = { ...measures[event], ...measure };
  };
  for (const metric of metrics) {
    const event = eventOf(metric);
    if (hasValues(metric)) add(event, { values: thresholds[event] ?? {} });
    else add(event, metric.kind === 'ratio' ? {} : { users: true });
    if (metric.kind === 'errors' || metric.kind === 'ratio') add(perOf(metric), {});
  }
  return measures;
}
