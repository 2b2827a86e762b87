import type { Exposed } from '../../metrics/counts.ts';
import type { Metric } from '../../metrics/definition.ts';
import type { Measured, Plan, Trial } from '../judge.ts';

const startedAt = new Date('2026-01-01T12:00:00Z');
export const after = (seconds: number) => new Date(startedAt.getTime() + 1000 * seconds);

export const failures: Metric = {
  key: 'checkout.failed',
  kind: 'users',
  worse: 'more',
  weight: 1,
  tolerated: 0,
  says: 'had a failed checkout',
};

export const plan: Plan = {
  alpha: 0.01,
  tooFewUsers: 'hold',
  stages: [
    { share: 0, minimumMs: 60_000 },
    { share: 0.05, minimumMs: 60_000, maximumMs: 600_000 },
    { share: 0.5, minimumMs: 120_000 },
    { share: 1, minimumMs: 0 },
  ],
};

export const users = (canary: number, control: number, both = 0, sample = 1): Exposed => ({
  canary,
  control,
  both,
  sample,
});

export const affected = (canary: number, control: number, sample = 1) => ({
  affected: { canary, control, sample },
});

/** A release in its 5 % stage, 90 s in, to which nothing has happened. */
export function trial(change: Partial<Trial> = {}): Trial {
  return {
    plan,
    stage: 1,
    startedAt,
    stageStartedAt: startedAt,
    lastReportAt: after(88),
    now: after(90),
    exposed: { stages: [undefined, users(400, 7600)], release: users(400, 7600) },
    metrics: [measured(failures)],
    ...change,
  };
}

/** By stage of the plan above: none in the first, this in the 5 % stage, then in the 50 % stage. */
export function measured(metric: Metric, ...stages: Measured['stages']): Measured {
  return { metric, stages: [undefined, ...stages] };
}
