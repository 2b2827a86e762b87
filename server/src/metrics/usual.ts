import { groups } from '@switchyard/core';
import type { Tx } from '../platform/database/database.ts';
import type { Reading } from '../platform/work.ts';
import { eventOf, hasValues, type Metric, perOf, REQUEST } from './definition.ts';
import type { EventCounts } from './events.ts';
import { type ExposedCounts, exposedOf } from './exposed.ts';
import { MINUTE, minuteOf } from './minutes.ts';
import * as store from './store.ts';
import { lastTrials } from './usual-store.ts';

/** What is usual where no release changes anything, as far as it was measured. */
export interface Usual {
  /** Null where nothing was counted in the last hours. */
  readonly usersPerHour: number | null;
  /** Requests alone cannot tell users apart: then each counts as one. */
  readonly usersFrom: 'releases' | 'requests' | null;
  /** The share of users who have it anyway, by the metric's key; not of metrics that have values. */
  readonly rates: Readonly<Record<string, UsualRate>>;
}

interface UsualRate {
  readonly rate: number;
  /** Of users, by the control of the last release; else of requests, in the last hours. */
  readonly from: 'releases' | 'requests';
}

const HOURS = 3;
const HOUR_MINUTES = 60;
/** A release that fewer saw says little; the one before it may say more. */
const ENOUGH_USERS = 100;
const LAST_TRIALS = 5;

export async function usualIn(
  { tx, now }: Reading,
  environment: string,
  metrics: readonly Metric[],
): Promise<Usual> {
  const counted = metrics.filter((metric) => !hasValues(metric));
  const { perHour, happened } = await lately(tx, environment, counted, now);
  const control = await lastControl(tx, environment);
  const requests = control?.requests ?? 0;
  const usersPerHour = control && requests > 0 ? perHour / (requests / control.users) : perHour;
  return {
    usersPerHour: perHour > 0 ? usersPerHour : null,
    usersFrom: perHour > 0 ? (requests > 0 ? 'releases' : 'requests') : null,
    rates: Object.fromEntries(
      counted.flatMap((metric): [string, UsualRate][] => {
        const affected = control?.affected.get(eventOf(metric));
        const [events, of] = [eventOf(metric), perOf(metric)].map((each) => happened.get(each));
        if (control && affected !== undefined) {
          return [[metric.key, { rate: share(affected, control.users), from: 'releases' }]];
        }
        return of ? [[metric.key, { rate: share(events ?? 0, of), from: 'requests' }]] : [];
      }),
    ),
  };
}

/** Never 0, and never all: what has not happened yet may. */
const share = (affected: number, all: number) =>
  Math.min(affected + 0.5, all) / (Math.max(all, 1) + 1);

async function lately(tx: Tx, environment: string, metrics: readonly Metric[], now: Date) {
  const to = minuteOf(now);
  const from = to - HOURS * HOUR_MINUTES;
  const events = [
    ...new Set([REQUEST, ...metrics.flatMap((metric) => [eventOf(metric), perOf(metric)])]),
  ];
  const rows = await store.minutesOf(tx, environment, events, from, to);
  const happened = new Map<string, number>();
  for (const { event, totals } of rows) {
    const more = groups.reduce((sum, group) => sum + (totals.totals[group]?.[0] ?? 0), 0);
    happened.set(event, (happened.get(event) ?? 0) + more);
  }
  const first = Math.min(to, ...rows.map(({ minute }) => minute));
  const minutes = Math.max(now.getTime() / MINUTE - first, 1);
  const hours = minutes / HOUR_MINUTES;
  return { perHour: (happened.get(REQUEST) ?? 0) / hours, happened };
}

/** Users of the last release that enough have seen, those who did not have it. */
async function lastControl(tx: Tx, environment: string) {
  for (const trial of await lastTrials(tx, environment, LAST_TRIALS)) {
    const { release } = exposedOf(JSON.parse(trial.exposed) as ExposedCounts);
    const users = release.control / release.sample;
    if (users < ENOUGH_USERS) continue;
    const affected = new Map<string, number>();
    let requests = 0;
    for (const { event, counts } of await store.trialEventsOf(tx, trial.id)) {
      const { sample, control } = JSON.parse(counts) as EventCounts;
      if (trial.measures[event]?.users) {
        affected.set(event, (affected.get(event) ?? 0) + control.affected / sample);
      }
      if (event === REQUEST) requests += control.n.reduce((sum, each) => sum + each, 0);
    }
    for (const [event, { users }] of Object.entries(trial.measures)) {
      if (users && !affected.has(event)) affected.set(event, 0);
    }
    return { users, requests, affected };
  }
  return undefined;
}
