import type { Arms, SumView } from '../metrics/counts.ts';
import type { Metric, MetricKind } from '../metrics/definition.ts';
import { firstEvents, type SharedCounts, swapArms, type View } from './counts.ts';
import { lnE1, rateRatio } from './e1.ts';
import { compare, isEnough, type Scale, type Spread, scaled, shifted, spreadOf } from './m.ts';
import { lastPoint, lnMean } from './math.ts';

/** What one way of looking at a metric has found. Ratios say how many times *worse* the canary is. */
export interface ViewEvidence {
  readonly view: View;
  readonly lnE: number;
  readonly ratio: number | null;
  /** Anytime-valid, at the release's α; 0 while nothing can be said. */
  readonly lowerBound: number;
}

export interface MetricEvidence {
  readonly lnE: number;
  readonly views: readonly ViewEvidence[];
}

export interface EvidenceOptions {
  readonly alpha: number;
  /** Distinct affected users below which E1 may not speak against a release. */
  readonly minimumAffected: number;
}

/** A metric's e-value is the average over its views. */
const viewsOf: Readonly<Record<MetricKind, readonly View[]>> = {
  users: ['users'],
  errors: ['users', 'events'],
  ratio: ['events'],
  mean: ['mean'],
  latency: ['typical', 'slow', 'mean'],
};

export const scales: Readonly<Record<SumView, Scale>> = {
  events: { tau: 0.5, isRare: true },
  slow: { tau: 0.5, isRare: true },
  mean: { tau: 0.25, isRare: false },
  typical: { tau: 0.05, isRare: false },
};

/**
 * The evidence that a metric got worse. Takes every stage of the plan that has bucketed users on
 * both sides; those not yet reached have no counts, and count as 1.
 */
export function evidenceOn(
  metric: Metric,
  stages: readonly SharedCounts[],
  options: EvidenceOptions,
): MetricEvidence {
  const sides = metric.worse === 'fewer' ? swapArms(stages) : stages;
  const views = viewsOf[metric.kind].map((view) =>
    view === 'users'
      ? usersView(sides, metric, options)
      : sumView(view, sides, metric, options.alpha),
  );
  return { lnE: lnMean(views.map(({ lnE }) => lnE)), views };
}

function usersView(
  stages: readonly SharedCounts[],
  { tolerated }: Metric,
  { alpha, minimumAffected }: EvidenceOptions,
): ViewEvidence {
  const events = firstEvents(stages);
  const affected = events.reduce((sum, { canary }) => sum + canary, 0);
  const lnE = lnE1(events, 1 + tolerated);
  const ratio = rateRatio(events);
  return {
    view: 'users',
    // What is held back is replaced by less, never by more: so it stays an e-value.
    lnE: affected < minimumAffected ? Math.min(0, lnE) : lnE,
    ratio,
    lowerBound: lowerBound(ratio, alpha, (harmless) => lnE1(events, harmless)),
  };
}

function sumView(
  view: SumView,
  stages: readonly SharedCounts[],
  { kind, tolerated }: Metric,
  alpha: number,
): ViewEvidence {
  const spreads = stages.map(({ share, sums }) => {
    const canary = spreadOf(sums?.[view]?.canary ?? none);
    const control = spreadOf(sums?.[view]?.control ?? none);
    return { share, canary, control, speaks: isEnough(canary, control, scales[view]) };
  });
  const lnE = (harmless: number) =>
    lnMean(
      spreads.map(({ share, canary, control, speaks }) =>
        speaks
          ? compare(canary, worsened(view, control, harmless), share, scales[view].tau).lnE
          : 0,
      ),
    );
  const ratio = ratioOfMeans(view, spreads);
  // The threshold of "slow" is frozen: a tolerated slowdown moves that share by nobody knows how much.
  const isUntold = kind === 'latency' && view === 'slow' && tolerated > 0;
  return {
    view,
    lnE: isUntold ? 0 : lnE(1 + tolerated),
    ratio,
    lowerBound: lowerBound(ratio, alpha, lnE),
  };
}

/** The control as it would be, had it what is harmless in the canary. */
function worsened(view: SumView, control: Spread, harmless: number): Spread {
  if (harmless === 1) return control;
  return view === 'typical' ? shifted(control, Math.log(harmless)) : scaled(control, harmless);
}

/** Over stages as Mantel and Haenszel do it; never from sums over stages. */
function ratioOfMeans(view: SumView, spreads: readonly Arms<Spread>[]): number | null {
  let [canaries, controls, weights] = [0, 0, 0];
  for (const { canary, control } of spreads) {
    if (canary.n === 0 || control.n === 0) continue;
    const weight = (canary.n * control.n) / (canary.n + control.n);
    canaries += weight * canary.mean;
    controls += weight * control.mean;
    weights += weight;
  }
  if (weights === 0) return null;
  if (view === 'typical') return Math.exp((canaries - controls) / weights);
  return controls > 0 ? canaries / controls : null;
}

/**
 * The largest worsening against which the evidence still reaches 1/α: with probability 1 − α the
 * true one was above this at every moment. Sought downwards from the estimate, where there is none.
 */
function lowerBound(
  ratio: number | null,
  alpha: number,
  lnE: (harmless: number) => number,
): number {
  const reaches = (lnRatio: number) => lnE(Math.exp(lnRatio)) >= -Math.log(alpha);
  let above = ratio === null ? farthest : Math.log(ratio);
  for (let step = 0.01; above > -farthest; step *= 2) {
    if (reaches(above - step)) return Math.exp(lastPoint(above - step, above, reaches));
    above -= step;
  }
  return 0;
}

/** ln of a ratio that no pair of counts can have. */
const farthest = 60;

const none = { n: [], y: [] };
