import { type EventTotals, groups, type MinuteReport, quantile } from '@switchyard/core';
import type { Tx } from '../platform/database/database.ts';
import type { Load, Rate } from './counts.ts';
import { eventOf, hasValues, type Metric, perOf, REQUEST, type Thresholds } from './definition.ts';
import * as store from './store.ts';

export const MINUTE = 60_000;
const BASELINE_MINUTES = 15;
/** Fewer values say too little about where the slowest hundredth begins. */
const ENOUGH_VALUES = 200;
/** Clocks that are off by more do not get to write history. */
const OLDEST_MINUTES = 60;

export const minuteOf = (at: Date): number => Math.floor(at.getTime() / MINUTE);

/** Adds what happened to the minutes in which, by the SDK's clock, it did. */
export async function addMinutes(
  tx: Tx,
  environment: string,
  now: Date,
  reports: readonly MinuteReport[],
): Promise<void> {
  const current = minuteOf(now);
  const sums = new Map<string, store.SeriesRow>();
  for (const { minute: told, events } of reports) {
    const minute = Math.min(current, Math.max(current - OLDEST_MINUTES, told));
    for (const [event, totals] of Object.entries(events)) {
      const key = `${minute} ${event}`;
      const known = sums.get(key);
      const all = known ? summed([known.totals, totals]) : totals;
      sums.set(key, { environment, event, minute, totals: all });
    }
  }
  if (sums.size === 0) return;

  const rows = [...sums.values()];
  const minutes = rows.map(({ minute }) => minute);
  const events = [...new Set(rows.map(({ event }) => event))];
  const [from, to] = [Math.min(...minutes), Math.max(...minutes)];
  for (const { event, minute, totals } of await store.minutesOf(
    tx,
    environment,
    events,
    from,
    to,
  )) {
    const key = `${minute} ${event}`;
    const more = sums.get(key);
    if (more) sums.set(key, { ...more, totals: summed([totals, more.totals]) });
  }
  await store.putMinutes(tx, [...sums.values()]);
}

/** How often each metric's event happened in the quarter of an hour before, by its key. */
export async function baselineOf(
  tx: Tx,
  environment: string,
  metrics: readonly Metric[],
  startedAt: Date,
): Promise<Record<string, Rate>> {
  const to = minuteOf(startedAt) - 1;
  const rows = await within(tx, environment, metrics, to - BASELINE_MINUTES + 1, to);
  const first = Math.min(...rows.map(({ minute }) => minute));
  const seconds = rows.length > 0 ? 60 * (to - first + 1) : 0;
  return loadsOf(metrics, rows, seconds);
}

/** Both by what it is a part of, if that was counted before, else by time. */
export function loads(recent: Rate, baseline: Rate): { recent: Load; baseline: Load } {
  const load = ({ events, of, seconds }: Rate) => ({
    events,
    exposure: baseline.of > 0 ? of : seconds,
  });
  return { recent: load(recent), baseline: load(baseline) };
}

/** How often it has happened of late: in this minute and the one before, but not before that of the departure. */
export async function recentLoads(
  tx: Tx,
  environment: string,
  metrics: readonly Metric[],
  startedAt: Date,
  now: Date,
): Promise<{ everyone: Record<string, Rate>; chosen: Record<string, Rate> }> {
  const to = minuteOf(now);
  const from = Math.max(minuteOf(startedAt), to - 1);
  // What is told first may have happened up to 20 s before.
  const seconds = Math.max(20, now.getTime() / 1000 - from * 60);
  const rows = await within(tx, environment, metrics, from, to);
  return {
    everyone: loadsOf(metrics, rows, seconds),
    chosen: loadsOf(metrics, rows, seconds, ['chosen']),
  };
}

/** Where values begin to be slow and to be capped, as they were in the quarter of an hour before. */
export async function thresholdsOf(
  tx: Tx,
  environment: string,
  metrics: readonly Metric[],
  at: Date,
): Promise<Record<string, Thresholds>> {
  const events = [...new Set(metrics.filter(hasValues).map(eventOf))];
  if (events.length === 0) return {};
  const to = minuteOf(at);
  const rows = await store.minutesOf(tx, environment, events, to - BASELINE_MINUTES, to);
  return Object.fromEntries(
    events.flatMap((event) => {
      const values = rows
        .filter((row) => row.event === event)
        .flatMap(({ totals }) => bucketsOf(totals));
      if (values.reduce((sum, [, count]) => sum + count, 0) < ENOUGH_VALUES) return [];
      const [slow, cap] = [quantile(values, 0.95), quantile(values, 0.99)];
      return slow === undefined || cap === undefined ? [] : [[event, { slow, cap }] as const];
    }),
  );
}

export const bucketsOf = ({ histogram = {} }: EventTotals): [bucket: number, count: number][] =>
  Object.entries(histogram).map(([bucket, count]) => [Number(bucket), count]);

/** The sum of many, in one go: a month of one event is thousands of them. */
export function summed(all: readonly EventTotals[]): EventTotals {
  const [first, ...others] = all;
  if (others.length === 0) return first ?? { totals: {} };
  const totals: Record<string, [number, number]> = {};
  const histogram = new Map<string, number>();
  for (const each of all) {
    for (const group of groups) {
      const more = each.totals[group];
      if (more === undefined) continue;
      const sums = totals[group] ?? [0, 0];
      totals[group] = sums;
      sums[0] += more[0];
      sums[1] += more[1];
    }
    for (const bucket in each.histogram) {
      histogram.set(bucket, (histogram.get(bucket) ?? 0) + (each.histogram[bucket] ?? 0));
    }
  }
  return histogram.size > 0 ? { totals, histogram: Object.fromEntries(histogram) } : { totals };
}

function within(
  tx: Tx,
  environment: string,
  metrics: readonly Metric[],
  from: number,
  to: number,
): Promise<store.SeriesRow[]> {
  const counted = metrics.filter((metric) => !hasValues(metric));
  const events = [
    ...new Set([...counted.flatMap((each) => [eventOf(each), perOf(each)]), REQUEST]),
  ];
  return store.minutesOf(tx, environment, events, from, to);
}

function loadsOf(
  metrics: readonly Metric[],
  rows: readonly store.SeriesRow[],
  seconds: number,
  among: readonly (typeof groups)[number][] = groups,
): Record<string, Rate> {
  const counts = new Map<string, number>();
  for (const { event, totals } of rows) {
    const happened = among.reduce((sum, group) => sum + (totals.totals[group]?.[0] ?? 0), 0);
    counts.set(event, (counts.get(event) ?? 0) + happened);
  }
  return Object.fromEntries(
    metrics
      .filter((metric) => !hasValues(metric))
      .map((metric) => [
        metric.key,
        {
          events: counts.get(eventOf(metric)) ?? 0,
          of: counts.get(perOf(metric)) ?? 0,
          seconds,
        },
      ]),
  );
}
