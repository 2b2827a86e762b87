import type { SumView } from '../metrics/counts.ts';
import type { Metric } from '../metrics/definition.ts';
import type { Verdict, ViewVerdict } from './judge.ts';
import type { Reason } from './reasons.ts';

/** A rollback in one plain sentence, and how far it is to be trusted in another. */
export function rollbackInWords(verdict: Verdict, metrics: readonly Metric[]): string {
  const [reason] = verdict.reasons;
  // Whole seconds that are over, as the deploy log counts them.
  const after = `Rolled back after ${duration(Math.floor(verdict.afterMs / 1000) * 1000)}`;
  if (reason?.kind !== 'evidence') return `${after}: ${reason ? inWords(reason) : 'no reason'}.`;

  const metric = metrics.find(({ key }) => key === reason.metric);
  const { views = [] } = verdict.metrics.find(({ key }) => key === reason.metric) ?? {};
  const isEnough = ({ view, lnE }: ViewVerdict) =>
    view === 'users' && lnE >= -Math.log(verdict.alpha);
  // Users are what people can picture.
  const strongest =
    views.find(isEnough) ?? [...views].sort((left, right) => right.lnE - left.lnE)[0];
  const found = metric && strongest ? finding(metric, strongest) : `${reason.metric} got worse`;
  return `${after}: ${found}. ${odds(verdict.alpha)} harmless releases would be rolled back by mistake.`;
}

/** Why a release is held, waits, goes on, or is rolled back without evidence: part of a sentence. */
export function inWords(reason: Reason): string {
  switch (reason.kind) {
    case 'evidence':
      return `${reason.metric} got worse`;
    case 'breaker':
      return `${reason.metric} rose to ${decimal(reason.times)} times its usual rate for everybody (circuit breaker)`;
    case 'apart':
      return `${reason.metric} rose to ${decimal(reason.times)} times its usual rate for internal users and cohort members`;
    case 'sample-ratio':
      return `users do not fall into the canary of stage ${reason.stage + 1} as often as they should, so something is wrong with the assignment or the reports`;
    case 'both-arms':
      return `${count(reason.users)} users were served both canary and control in stage ${reason.stage + 1}`;
    case 'silence':
      return `no reports for ${duration(reason.forMs)}`;
    case 'too-few-users':
      return `the stage's time is over with ${count(reason.users)} of ${count(reason.needed)} canary users`;
    case 'minimum-time':
      return `${duration(reason.leftMs)} of the stage's minimum time left`;
    case 'minimum-users':
      return `${count(reason.users)} of ${count(reason.needed)} canary users so far`;
    case 'ready':
      return 'nothing is against it';
  }
}

function finding(
  metric: Metric,
  { view, ratio, lowerBound, canary, control }: ViewVerdict,
): string {
  const isFewer = metric.worse === 'fewer';
  const atLeast = lowerBound > 1 ? ` (at least ${decimal(lowerBound, Math.floor)} times)` : '';
  const times = ratio === null ? null : `${decimal(ratio)} times`;
  const others = `the ${count(control.users)} others`;
  if (view === 'users') {
    const says = metric.says ?? `had ${metric.key}`;
    const users = `${count(canary.affected ?? 0)} of ${count(canary.users)} canary users ${says}`;
    if (isFewer) {
      return times === null
        ? `none of ${count(canary.users)} canary users ${says}, but ${count(control.affected ?? 0)} of ${others} did${atLeast}`
        : `only ${users}, ${others} did so ${times} as often${atLeast}`;
    }
    return times === null
      ? `${users}, and none of ${others}${atLeast}`
      : `${users}, ${times} the rate of ${others}${atLeast}`;
  }
  const here = subject(view, metric.key, figure(view, canary.rate));
  const there = figure(view, control.rate);
  if (times === null) return `${here}, against ${there} for ${others}${atLeast}`;
  return isFewer
    ? `${here}, ${others} had ${times} as much, ${there}${atLeast}`
    : `${here}, ${times} the ${there} of ${others}${atLeast}`;
}

function subject(view: SumView, key: string, figure: string): string {
  switch (view) {
    case 'events':
      return `${key} happened ${figure} times per 100 requests of canary users`;
    case 'slow':
      return `${figure} of the requests of canary users were slow (${key})`;
    case 'mean':
      return `${key} was ${figure} on average for canary users`;
    case 'typical':
      return `${key} was typically ${figure} for canary users`;
  }
}

function figure(view: SumView, rate: number | null): string {
  if (rate === null) return 'nothing';
  if (view === 'events') return significant(100 * rate);
  return view === 'slow' ? `${significant(100 * rate)} %` : significant(rate);
}

/** 0.01 is "1 in 100". */
function odds(alpha: number): string {
  const releases = 1 / alpha;
  return Math.abs(releases - Math.round(releases)) < 1e-9 * releases
    ? `1 in ${count(releases)}`
    : `${significant(1000 * alpha)} in 1,000`;
}

function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min${rest(seconds % 60, 's')}`;
  return `${Math.floor(minutes / 60)} h${rest(minutes % 60, 'min')}`;
}

function rest(amount: number, unit: string): string {
  return amount > 0 ? ` ${amount} ${unit}` : '';
}

function decimal(value: number, round = Math.round): string {
  return value < 10 ? String(round(value * 10) / 10) : count(round(value));
}

function significant(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
