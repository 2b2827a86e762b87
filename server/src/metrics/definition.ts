import type { Measure } from '@switchyard/core';
import { type Metric, REQUEST } from '../environments/metric.ts';

export { builtIn, type Metric, type MetricKind, REQUEST } from '../environments/metric.ts';

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
