import type { Arms, Exposed, StageCounts, Watch } from '../metrics/counts.ts';
import type { Metric } from '../metrics/definition.ts';
import { areArmsMixed, lnSampleRatio } from './assignment.ts';
import { surge } from './breaker.ts';
import { evidenceOn, type ViewEvidence } from './evidence.ts';
import { lnMean } from './math.ts';
import { type ArmRate, ratesOf } from './rates.ts';
import type { Action, Reason } from './reasons.ts';

export interface Plan {
  /** How likely a harmless release may be rolled back, over all metrics, stages and looks. */
  readonly alpha: number;
  readonly stages: readonly Stage[];
  readonly tooFewUsers: Exclude<Action, 'wait'>;
  readonly reportIntervalMs?: number;
  /** Distinct affected canary users below which E1 may not speak against a release. */
  readonly minimumAffected?: number;
}

interface Stage {
  /** The canary's share of bucketed users: 0 with internal users and cohorts only, 1 with everybody. */
  readonly share: number;
  readonly minimumMs: number;
  readonly maximumMs?: number;
  readonly minimumUsers?: number;
}

/** All that a verdict rests on. Stages are meant by their index in the plan. */
export interface Trial {
  readonly plan: Plan;
  readonly stage: number;
  readonly startedAt: Date;
  readonly stageStartedAt: Date;
  readonly lastReportAt: Date | null;
  readonly now: Date;
  readonly exposed: {
    readonly stages: readonly (Exposed | undefined)[];
    /** Distinct over all stages, which is less than their sum. */
    readonly release: Exposed;
  };
  readonly metrics: readonly Measured[];
}

export interface Measured {
  readonly metric: Metric;
  readonly stages: readonly (StageCounts | undefined)[];
  /** Heeded where more is worse. */
  readonly watches?: readonly Watch[];
}

export interface Verdict {
  readonly action: 'advance' | 'hold' | 'roll back';
  /** The gravest first; it decides. A `hold` whose first reason is to wait needs nobody's attention. */
  readonly reasons: readonly Reason[];
  readonly metrics: readonly MetricVerdict[];
  readonly lnE: number;
  readonly alpha: number;
  /** Since the release began to roll out. */
  readonly afterMs: number;
  /** What to add to the evidence curve; the rollback line is at ln(1/α). */
  readonly point: CurvePoint;
}

interface MetricVerdict {
  readonly key: string;
  readonly lnE: number;
  readonly views: readonly ViewVerdict[];
}

export type ViewVerdict = ViewEvidence & Arms<ArmRate>;

interface CurvePoint {
  readonly at: Date;
  readonly lnE: number;
  readonly metrics: readonly { readonly key: string; readonly lnE: number }[];
}

/** What to do with a release that is rolling out. Equal counts get an equal verdict. */
export function judge(trial: Trial): Verdict {
  const { plan, now, startedAt } = trial;
  const metrics = trial.metrics.map((measured) => judgeMetric(measured, trial));
  const lnE = lnMean(
    metrics.map((metric) => metric.lnE),
    trial.metrics.map(({ metric }) => metric.weight),
  );
  const reasons = [
    ...evidence(lnE, metrics, trial),
    ...breakers(trial),
    ...assignment(trial),
    ...silence(trial),
    ...progress(trial),
  ].sort((left, right) => gravity.indexOf(left.action) - gravity.indexOf(right.action));
  const gravest = reasons[0]?.action ?? 'wait';

  return {
    action: gravest === 'wait' ? 'hold' : gravest,
    reasons,
    metrics,
    lnE,
    alpha: plan.alpha,
    afterMs: now.getTime() - startedAt.getTime(),
    point: { at: now, lnE, metrics: metrics.map(({ key, lnE }) => ({ key, lnE })) },
  };
}

const gravity: readonly Action[] = ['roll back', 'hold', 'wait', 'advance'];

function judgeMetric({ metric, stages }: Measured, { plan, exposed }: Trial): MetricVerdict {
  const compared = plan.stages.flatMap((stage, index) =>
    isComparing(stage) ? [{ share: stage.share, ...stages[index] }] : [],
  );
  const { alpha, minimumAffected = 3 } = plan;
  const { lnE, views } = evidenceOn(metric, compared, { alpha, minimumAffected });
  return {
    key: metric.key,
    lnE,
    views: views.map((view) => ({ ...view, ...ratesOf(view.view, compared, exposed.release) })),
  };
}

/** Internal users and cohorts came by choice, and with everybody there is nobody left to compare. */
function isComparing({ share }: Stage): boolean {
  return share > 0 && share < 1;
}

function evidence(
  lnE: number,
  metrics: readonly MetricVerdict[],
  { plan, metrics: measured }: Trial,
): Reason[] {
  if (lnE < -Math.log(plan.alpha)) return [];
  const part = (index: number) =>
    Math.log(measured[index]?.metric.weight ?? 0) + (metrics[index]?.lnE ?? 0);
  const [strongest = 0] = [...metrics.keys()].sort((left, right) => part(right) - part(left));
  return [{ action: 'roll back', kind: 'evidence', metric: metrics[strongest]?.key ?? '' }];
}

function breakers({ metrics }: Trial): Reason[] {
  return metrics.flatMap(({ metric: { key, worse }, watches = [] }) =>
    watches.flatMap(({ group, recent, baseline, spread = recent }): Reason[] => {
      const { isTripped, times } = surge(recent, baseline);
      const isOfMany = isTripped && surge(spread, baseline).isTripped;
      if (!isOfMany || worse === 'fewer') return [];
      return group === 'everyone'
        ? [{ action: 'roll back', kind: 'breaker', metric: key, times }]
        : [{ action: 'hold', kind: 'apart', metric: key, times }];
    }),
  );
}

/** Within each stage: between two, users change arms as they should. */
function assignment({ plan, exposed }: Trial): Reason[] {
  return plan.stages.flatMap((stage, index) => {
    const seen = exposed.stages[index];
    if (!seen || !isComparing(stage)) return [];
    const reasons: Reason[] = [];
    const lnE = lnSampleRatio(seen.canary, seen.control, stage.share);
    if (lnE >= Math.log(1000)) {
      reasons.push({ action: 'hold', kind: 'sample-ratio', stage: index, lnE });
    }
    if (areArmsMixed(seen)) {
      reasons.push({ action: 'hold', kind: 'both-arms', stage: index, users: seen.both });
    }
    return reasons;
  });
}

function silence({ plan, now, startedAt, lastReportAt }: Trial): Reason[] {
  const last = Math.max(startedAt.getTime(), lastReportAt?.getTime() ?? 0);
  const forMs = now.getTime() - last;
  return forMs >= 3 * (plan.reportIntervalMs ?? 5000)
    ? [{ action: 'hold', kind: 'silence', forMs }]
    : [];
}

function progress({ plan, stage: index, now, stageStartedAt, exposed }: Trial): Reason[] {
  const stage = plan.stages[index];
  if (!stage) return [];
  const { minimumMs, maximumMs = Infinity, minimumUsers = 300 } = stage;
  const elapsedMs = now.getTime() - stageStartedAt.getTime();
  if (elapsedMs < minimumMs) {
    return [{ action: 'wait', kind: 'minimum-time', leftMs: minimumMs - elapsedMs }];
  }
  const seen = exposed.stages[index];
  const counts = { users: seen ? Math.round(seen.canary / seen.sample) : 0, needed: minimumUsers };
  if (!isComparing(stage) || counts.users >= minimumUsers) {
    return [{ action: 'advance', kind: 'ready', stage: index }];
  }
  return elapsedMs < maximumMs
    ? [{ action: 'wait', kind: 'minimum-users', ...counts }]
    : [{ action: plan.tooFewUsers, kind: 'too-few-users', ...counts }];
}
