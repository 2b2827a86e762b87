import { type EventTotals, groups, quantile } from '@switchyard/core';
import { Problem } from '../platform/problem.ts';
import type { Reading } from '../platform/work.ts';
import { hourOf, MINUTES_PER_HOUR, minuteIn } from './hours.ts';
import * as hoursStore from './hours-store.ts';
import { bucketsOf, MINUTE, minuteOf, summed } from './minutes.ts';
import * as store from './store.ts';
import { HOURS_MS, MINUTES_MS } from './sweep.ts';

/** What happened from then on until the next point. */
interface Point {
  readonly at: Date;
  /** How often, in all groups together. */
  readonly count: number;
  /** Of its values. */
  readonly sum: number;
  readonly totals: EventTotals['totals'];
  /** Null where it has no values. */
  readonly quantiles: { readonly p50: number; readonly p95: number; readonly p99: number } | null;
}

export interface History {
  readonly event: string;
  readonly stepMs: number;
  /** Steps in which nothing was reported are left out. */
  readonly points: readonly Point[];
}

/** More than a graph can show. */
const MOST_POINTS = 720;
const MOST_EVENTS = 500;

/**
 * What happened in an environment between two times, in whole steps of minutes, or of hours where minutes are not kept
 * any more. Steps are of the clock, so that a range that moves on shows the same ones.
 */
export async function historyOf(
  { tx, now }: Reading,
  environment: string,
  event: string,
  from: Date,
  to: Date,
): Promise<History> {
  refuseRange(from, to);
  const isLongAgo = from.getTime() < now.getTime() - MINUTES_MS;
  const unit = isLongAgo ? MINUTES_PER_HOUR : 1;
  const minutes = minuteOf(to) - minuteOf(from) + 1;
  const step = unit * Math.max(1, Math.ceil(minutes / (unit * MOST_POINTS)));
  const startOf = (minute: number) => minute - (minute % step);
  const [first, last] = [startOf(minuteOf(from)), minuteOf(to)];

  const hours = isLongAgo
    ? await hoursStore.hoursOf(tx, { environment, event }, hourOf(first), hourOf(last))
    : [];
  const steps = new Map<number, EventTotals[]>();
  for (const { minute, totals } of [
    ...hours.map(({ hour, totals }) => ({ minute: minuteIn(hour), totals })),
    ...(await store.minutesOf(tx, environment, [event], first, last)),
  ]) {
    const at = startOf(minute);
    const known = steps.get(at);
    if (known) known.push(totals);
    else steps.set(at, [totals]);
  }
  return {
    event,
    stepMs: step * MINUTE,
    points: [...steps].map(([minute, all]) => pointOf(minute, summed(all))),
  };
}

/** Names of what happened in an environment, as long as anything is kept of it. */
export const eventsIn = ({ tx }: Reading, environment: string): Promise<string[]> =>
  hoursStore.events(tx, environment, MOST_EVENTS);

function refuseRange(from: Date, to: Date): void {
  if (from >= to) throw new Problem('invalid', '"from" must be before "to"');
  if (to.getTime() - from.getTime() > HOURS_MS) {
    throw new Problem('invalid', 'At most 90 days at once: nothing is kept for longer');
  }
}

function pointOf(minute: number, all: EventTotals): Point {
  const buckets = bucketsOf(all);
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((part) => quantile(buckets, part));
  const isTimed = p50 !== undefined && p95 !== undefined && p99 !== undefined;
  const sumOf = (which: 0 | 1) =>
    groups.reduce((sum, group) => sum + (all.totals[group]?.[which] ?? 0), 0);
  return {
    at: new Date(minute * MINUTE),
    count: sumOf(0),
    sum: sumOf(1),
    totals: all.totals,
    quantiles: isTimed ? { p50, p95, p99 } : null,
  };
}
