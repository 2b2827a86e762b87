import type { Problem } from '@switchyard/core';
import { builtIn, type Metric } from './metric.ts';

/** How what rolls out is judged by what is measured. */
export interface Guard {
  readonly metrics: readonly Metric[];
  /** How likely a harmless release may be rolled back, over all metrics and stages together. */
  readonly alpha: number;
  /** So many canary users each percentage stage waits for. */
  readonly minimumUsers: number;
  /** So long it waits for them at most; null: for ever. */
  readonly maximumMs: number | null;
  readonly tooFewUsers: (typeof tooFewUsers)[number];
}

export const tooFewUsers = ['hold', 'advance', 'roll back'] as const;

/** Errors and latency of requests, which middlewares count by themselves. */
export const usualGuard: Guard = {
  metrics: builtIn,
  alpha: 0.01,
  minimumUsers: 300,
  maximumMs: null,
  tooFewUsers: 'hold',
};

const MOST_ALPHA = 0.2;
const LEAST_ALPHA = 1e-6;
const MOST_METRICS = 20;
const MOST_USERS = 1_000_000;
const MOST_WEIGHT = 1000;
const MOST_TOLERATED = 10;
const DAY = 24 * 60 * 60 * 1000;
const MOST_DAYS = 14;

/** What is wrong with a guard, each in a sentence. */
export function problemsWithGuard(guard: Guard | null): Problem[] {
  if (guard === null) return [];
  const { metrics, alpha, minimumUsers, maximumMs } = guard;
  const problem = (isWrong: boolean, path: string, message: string): Problem[] =>
    isWrong ? [{ path: ['guard', path], message }] : [];
  return [
    ...problem(
      !(alpha >= LEAST_ALPHA && alpha <= MOST_ALPHA),
      'alpha',
      `alpha is ${alpha}; it must be from ${LEAST_ALPHA} to ${MOST_ALPHA}: 0.01 takes back 1 in 100 harmless releases.`,
    ),
    ...problem(
      !isWhole(minimumUsers, 1, MOST_USERS),
      'minimumUsers',
      `minimumUsers is ${minimumUsers}; it must be a whole number from 1 to ${MOST_USERS}.`,
    ),
    ...problem(
      maximumMs !== null && !isWhole(maximumMs, 1, MOST_DAYS * DAY),
      'maximumMs',
      `maximumMs must be a whole number of milliseconds, at most ${MOST_DAYS} days, or null.`,
    ),
    ...problem(
      metrics.length === 0 || metrics.length > MOST_METRICS,
      'metrics',
      `The guard has ${metrics.length} metrics; it needs 1 to ${MOST_METRICS}.`,
    ),
    ...metrics.flatMap((metric, at) =>
      faultsOf(metric, metrics.slice(0, at)).map(([path, words]) => ({
        path: ['guard', 'metrics', String(at), path],
        message: `The metric ${JSON.stringify(metric.key)} ${words}.`,
      })),
    ),
  ];
}

function faultsOf({ key, weight, tolerated }: Metric, before: readonly Metric[]) {
  const faults: [path: string, words: string][] = [];
  if (key.trim() === '') faults.push(['key', 'needs a name']);
  if (before.some((each) => each.key === key)) faults.push(['key', 'is there twice']);
  if (!(weight > 0 && weight <= MOST_WEIGHT)) {
    faults.push(['weight', `weighs ${weight}; it must be more than 0 and at most ${MOST_WEIGHT}`]);
  }
  if (!(tolerated >= 0 && tolerated <= MOST_TOLERATED)) {
    faults.push([
      'tolerated',
      `tolerates ${tolerated}; it must be from 0 to ${MOST_TOLERATED}: 0.1 is 10 % worse`,
    ]);
  }
  return faults;
}

const isWhole = (value: number, least: number, most: number) =>
  Number.isSafeInteger(value) && value >= least && value <= most;

/** `errors, latency; 1 in 100 by mistake; 300 users` */
export function guardInWords(guard: Guard | null): string {
  if (guard === null) return 'none, by time only';
  const { metrics, alpha, minimumUsers, maximumMs, tooFewUsers } = guard;
  const most = maximumMs === null ? '' : ` within ${maximumMs / 1000} s, else ${tooFewUsers}`;
  const watched = metrics.map(metricInWords).join(', ');
  return `${watched}; alpha ${alpha}; ${minimumUsers} users${most}`;
}

function metricInWords(metric: Metric): string {
  const { key, kind, worse, weight, tolerated } = metric;
  const isUsual = builtIn.some((each) => JSON.stringify(each) === JSON.stringify(metric));
  if (isUsual) return key;
  const more = tolerated > 0 ? `, ${tolerated * 100} % tolerated` : '';
  return `${key} (${kind}, ${worse} is worse, weight ${weight}${more})`;
}
