import type { Reading } from '../platform/work.ts';
import type { Arms, Exposed, StageCounts, Sums, SumView, Watch } from './counts.ts';
import { eventOf, hasValues, type Metric, perOf } from './definition.ts';
import type { ArmCounts, EventCounts } from './events.ts';
import { type ExposedCounts, exposedOf } from './exposed.ts';
import { loads, recentLoads } from './minutes.ts';
import * as store from './store.ts';

/** All that was counted of a release; what is judged, but for the plan and the time. */
export interface Counts {
  readonly startedAt: Date;
  readonly lastReportAt: Date | null;
  /** How much SDKs had to forget, for want of room or of somebody to tell. */
  readonly dropped: number;
  /** Stages by their number, those without anybody left out. */
  readonly exposed: { readonly stages: readonly Exposed[]; readonly release: Exposed };
  readonly metrics: readonly MeasuredMetric[];
}

interface MeasuredMetric {
  readonly metric: Metric;
  readonly stages: readonly StageCounts[];
  /** Heeded where more is worse. */
  readonly watches: readonly Watch[];
}

/** Undefined if nothing of the kind was ever measured. The same rows always give the same counts. */
export async function countsOf(
  { tx, now }: Reading,
  environment: string,
  salt: string,
): Promise<Counts | undefined> {
  const trial = await store.trial(tx, environment, salt);
  if (trial === undefined) return undefined;
  const { startedAt, lastReportAt, dropped, metrics, baseline } = trial;
  const recent = await recentLoads(tx, environment, metrics, startedAt, now);
  const stages = byStage(await store.trialEventsOf(tx, trial.id));

  return {
    startedAt,
    lastReportAt,
    dropped,
    exposed: exposedOf(JSON.parse(trial.exposed) as ExposedCounts),
    metrics: metrics.map((metric) => ({
      metric,
      stages: stages.map((events) => stageCounts(metric, events)),
      watches: (['everyone', 'chosen'] as const).flatMap((group): Watch[] => {
        const [now, before] = [recent[group][metric.key], baseline[metric.key]];
        return now && before ? [{ group, ...loads(now, before) }] : [];
      }),
    })),
  };
}

type Events = ReadonlyMap<string, EventCounts>;

function byStage(rows: readonly store.EventRow[]): Events[] {
  const stages: Map<string, EventCounts>[] = [];
  for (const { stage, event, counts } of rows) {
    while (stages.length <= stage) stages.push(new Map());
    stages[stage]?.set(event, JSON.parse(counts) as EventCounts);
  }
  return stages;
}

function stageCounts(metric: Metric, events: Events): StageCounts {
  const counts = events.get(eventOf(metric));
  const { kind } = metric;
  if (hasValues(metric)) {
    const views = kind === 'mean' ? (['mean'] as const) : (['typical', 'slow', 'mean'] as const);
    return counts ? { sums: sumsOf(views, counts) } : {};
  }
  const per = events.get(perOf(metric));
  const isCounted = kind !== 'users' && per !== undefined;
  return {
    ...(kind !== 'ratio' && counts && { affected: affectedOf(counts) }),
    ...(isCounted && {
      sums: { events: inBoth((arm) => ({ n: per[arm].n, y: counts?.[arm].n ?? none })) },
    }),
  };
}

const affectedOf = ({ sample, canary, control }: EventCounts) => ({
  sample,
  canary: canary.affected,
  control: control.affected,
});

function sumsOf(views: readonly Exclude<SumView, 'events'>[], counts: EventCounts) {
  const sums: Partial<Record<SumView, Arms<Sums>>> = {};
  for (const view of views) {
    const of = (arm: keyof Arms<unknown>) => (counts[arm] as ArmCounts)[view];
    if (of('canary') || of('control')) {
      sums[view] = inBoth((arm) => ({ n: counts[arm].n, y: of(arm) ?? none }));
    }
  }
  return sums;
}

const inBoth = <T>(of: (arm: keyof Arms<unknown>) => T): Arms<T> => ({
  canary: of('canary'),
  control: of('control'),
});

const none = new Array<number>(128).fill(0);
