import type { Reading } from '../platform/work.ts';
import type { Arms, Exposed, Load, StageCounts, Sums, SumView, Watch } from './counts.ts';
import { eventOf, hasValues, type Metric, perOf } from './definition.ts';
import type { ArmCounts, EventCounts } from './events.ts';
import { type ExposedCounts, exposedOf } from './exposed.ts';
import { loads, minuteOf, recentLoads } from './minutes.ts';
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
        const [of, before] = [recent[group][metric.key], baseline[metric.key]];
        if (!of || !before) return [];
        const watch = { group, ...loads(of, before) };
        const isApart = group === 'chosen';
        return [
          isApart ? watch : { ...watch, spread: spreadOf(watch.recent, metric, stages, now) },
        ];
      }),
    })),
  };
}

/** Bins of one client, or of a few, that hide whether the others suffer too. */
const BUSIEST = 3;

/** Who is compared tells how much of a load is left without the busiest bins. */
function spreadOf(recent: Load, metric: Metric, stages: readonly Events[], now: Date): Load {
  const since = minuteOf(now) - 1;
  const happened = latelyIn(stages, eventOf(metric), since);
  const per = latelyIn(stages, perOf(metric), since);
  const busiest = [...happened.keys()]
    .sort((left, right) => (happened[right] ?? 0) - (happened[left] ?? 0))
    .slice(0, BUSIEST);
  const left = (bins: readonly number[], ifNone: number) => {
    const all = bins.reduce((sum, each) => sum + each, 0);
    return all > 0 ? 1 - busiest.reduce((sum, bin) => sum + (bins[bin] ?? 0), 0) / all : ifNone;
  };
  return { events: recent.events * left(happened, 0), exposure: recent.exposure * left(per, 1) };
}

function latelyIn(stages: readonly Events[], event: string, since: number): readonly number[] {
  return stages
    .flatMap((events) => events.get(event)?.lately ?? [])
    .filter(({ minute }) => minute >= since)
    .reduce((sums, { n }) => sums.map((sum, bin) => sum + (n[bin] ?? 0)), none);
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
