import type { Guard, Metric, MetricKind } from '../guard-types.ts';

/** What the server sets where nothing else is asked for: what middlewares count by themselves. */
export const usualErrors: Metric = {
  key: 'errors',
  kind: 'errors',
  event: 'request.error',
  worse: 'more',
  weight: 1,
  tolerated: 0,
  says: 'had a failed request',
};

export const usualLatency: Metric = {
  key: 'latency',
  kind: 'latency',
  event: 'request',
  worse: 'more',
  weight: 1,
  tolerated: 0,
};

export const usualGuard: Guard = {
  metrics: [usualErrors, usualLatency],
  alpha: 0.01,
  minimumUsers: 300,
  maximumMs: null,
  tooFewUsers: 'hold',
};

export const ownMetric: Metric = {
  key: '',
  kind: 'users',
  worse: 'more',
  weight: 1,
  tolerated: 0,
};

export type GuardMode = 'none' | 'usual' | 'own';

export function modeOf(guard: Guard | null): GuardMode {
  if (guard === null) return 'none';
  const isUsual =
    guard.metrics.length === 2 &&
    isSame(guard.metrics[0], usualErrors) &&
    isSame(guard.metrics[1], usualLatency);
  return isUsual ? 'usual' : 'own';
}

function isSame(metric: Metric | undefined, other: Metric): boolean {
  const names = Object.keys({ ...metric, ...other }) as (keyof Metric)[];
  return names.every((name) => metric?.[name] === other[name]);
}

export const modeNames: Readonly<Record<GuardMode, string>> = {
  none: 'By time only',
  usual: 'Errors and latency of requests',
  own: 'Metrics of your own',
};

export const modeHints: Readonly<Record<GuardMode, string>> = {
  none: 'Nothing is measured. A stage ends when its time is over, whatever happens.',
  usual: 'The middlewares of the SDKs count both by themselves: there is nothing else to set up.',
  own: 'Any event that your applications track, such as failed checkouts, beside or instead of errors and latency.',
};

export const kindNames: Readonly<Record<MetricKind, string>> = {
  users: 'users who had it',
  errors: 'users and requests',
  ratio: 'a share of requests',
  mean: 'an average value',
  latency: 'milliseconds',
};

export const kindHints: Readonly<Record<MetricKind, string>> = {
  users: 'Each user once, however often.',
  errors: 'Each user once, and how often per request.',
  ratio: 'How often per request; not for what is rare.',
  mean: 'A value that is tracked along, without what is extreme.',
  latency: 'Typical, on average, and how many are slow.',
};

/** Which fields make sense for a kind. */
export const isPerRequest = (kind: MetricKind) => kind === 'errors' || kind === 'ratio';
export const isAboutUsers = (kind: MetricKind) => kind === 'users' || kind === 'errors';

/** A metric with one field other than before; what is empty and need not be there goes. */
export function withField(metric: Metric, edit: Partial<Metric>): Metric {
  const { event, per, says, ...rest } = { ...metric, ...edit };
  return {
    ...rest,
    ...(event ? { event } : {}),
    ...(per && isPerRequest(rest.kind) ? { per } : {}),
    ...(says && isAboutUsers(rest.kind) ? { says } : {}),
  };
}
