import { type EventTotals, quantile } from '@switchyard/core';
import type { Reading } from '../platform/work.ts';
import { added, bucketsOf, MINUTE, minuteOf } from './minutes.ts';
import * as store from './store.ts';

/** What happened from then on until the next point. */
interface Point {
  readonly at: Date;
  readonly totals: EventTotals['totals'];
  readonly quantiles?: { readonly p50: number; readonly p95: number; readonly p99: number };
}

interface History {
  readonly event: string;
  readonly stepMs: number;
  /** Steps in which nothing was reported are left out. */
  readonly points: readonly Point[];
}

/** More than a graph can show. */
const MOST_POINTS = 720;

/** What happened in an environment between two times, in minutes or coarser. */
export async function historyOf(
  { tx }: Reading,
  environment: string,
  event: string,
  from: Date,
  to: Date,
): Promise<History> {
  const [first, last] = [minuteOf(from), minuteOf(to)];
  const step = Math.max(1, Math.ceil((last - first + 1) / MOST_POINTS));
  const steps = new Map<number, EventTotals>();
  for (const { minute, totals } of await store.minutesOf(tx, environment, [event], first, last)) {
    const at = minute - ((minute - first) % step);
    const known = steps.get(at);
    steps.set(at, known ? added(known, totals) : totals);
  }
  return {
    event,
    stepMs: step * MINUTE,
    points: [...steps].map(([minute, totals]) => point(minute, totals)),
  };
}

/** Names of what happened since then. */
export const eventsSince = ({ tx }: Reading, environment: string, since: Date): Promise<string[]> =>
  store.eventsSince(tx, environment, minuteOf(since));

function point(minute: number, all: EventTotals): Point {
  const buckets = bucketsOf(all);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(buckets, part));
  const isTimed = p50 !== undefined && p95 !== undefined && p99 !== undefined;
  return {
    at: new Date(minute * MINUTE),
    totals: all.totals,
    ...(isTimed && { quantiles: { p50, p95, p99 } }),
  };
}
