import type { Counts, Metric } from '../../../metrics/service.ts';
import { lnE1 } from '../../e1.ts';
import type { Verdict } from '../../judge.ts';
import { compare, spreadOf } from '../../m.ts';
import {
  clustered,
  type Draw,
  even,
  failed,
  failing,
  failures,
  shop,
  slowness,
  ten,
  timed,
  type World,
} from './world.ts';

/** From so many seconds on, this many thousandths of a percent are canary. */
export interface Stage {
  readonly from: number;
  readonly thousandths: number;
}

interface Moment {
  readonly counts: Counts;
  /** What the guard itself says. */
  readonly verdict: Verdict;
}

/** What has been found at a moment: ln of an e-value, or of what takes itself for one. */
type Look = (moment: Moment) => number;

export interface Scenario {
  readonly name: string;
  readonly seconds: number;
  /** From one look to the next. */
  readonly lookSeconds: number;
  readonly metrics: readonly Metric[];
  readonly stages: readonly Stage[];
  readonly world: (draw: Draw) => World;
  readonly looks: Readonly<Record<string, Look>>;
  readonly instances: number;
  readonly sendsTwice: boolean;
  /** Control reports so many seconds later than canary, which must never be. */
  readonly controlIsLate: number;
  readonly expects: Expected;
}

/** Hardly more than α of them; or it must fail; or the median requests until it is found, give or take 10 %. */
type Expected =
  | { readonly kind: 'harmless' }
  | { readonly kind: 'blind' }
  | { readonly kind: 'found'; readonly medians: readonly [number, number] };

export const alphas = [0.05, 0.01] as const;

/** So many users come, on average. */
export const PER_SECOND = 100;

/** What the guard says of one metric, or of all. */
const judged =
  (metric?: Metric): Look =>
  ({ verdict }) =>
    metric ? (verdict.metrics.find(({ key }) => key === metric.key)?.lnE ?? 0) : verdict.lnE;

const sums = ({ counts }: Moment) =>
  counts.metrics.flatMap(({ stages }) => stages.flatMap((each) => each.sums?.events ?? []));

/** Threshold of a one-sided z-test, said as an e-value would be. */
const z95 = 1.645;

const zTest: Look = (moment) => {
  const [events] = sums(moment);
  if (events === undefined) return 0;
  const [canary, control] = [spreadOf(events.canary), spreadOf(events.control)];
  const rate = (canary.y + control.y) / (canary.n + control.n);
  const error = Math.sqrt(rate * (1 - rate) * (1 / canary.n + 1 / control.n));
  return canary.mean - control.mean > z95 * error ? Math.log(20) : 0;
};

const byRequest: Look = (moment) => {
  const [events] = sums(moment);
  if (events === undefined) return 0;
  const [canary, control] = [spreadOf(events.canary).y, spreadOf(events.control).y];
  return lnE1([{ share: 0.05, canary, control }]);
};

const pooled: Look = (moment) => {
  const add = (arm: 'canary' | 'control') =>
    spreadOf({
      n: sums(moment).flatMap((each) => each[arm].n),
      y: sums(moment).flatMap((each) => each[arm].y),
    });
  const [canary, control] = [add('canary'), add('control')];
  return canary.n && control.n ? compare(canary, control, 0.5, 0.5).lnE : 0;
};

const usual: Omit<Scenario, 'name'> = {
  seconds: 600,
  lookSeconds: 5,
  metrics: [failing],
  stages: [{ from: 0, thousandths: 5000 }],
  world: () => even(() => 0.01),
  looks: { E1: judged() },
  instances: 1,
  sendsTwice: false,
  controlIsLate: 0,
  expects: { kind: 'harmless' },
};

const errors = { metrics: [failures], looks: { errors: judged() } };
const ramp: readonly Stage[] = [
  { from: 0, thousandths: 5000 },
  { from: 300, thousandths: 50_000 },
];
/** An incident that has nothing to do with the release. */
const incident = () => even(({ second }) => (second < 300 ? 0.01 : 0.03));

const found = (rate: number, ...medians: [number, number]): Scenario => ({
  ...usual,
  name: `1 → ${100 * rate} %`,
  seconds: 6000,
  // Often enough that it makes no difference how often.
  lookSeconds: Math.min(usual.lookSeconds, medians[0] / 25 / PER_SECOND),
  world: () => even(({ isCanary }) => (isCanary ? rate : 0.01)),
  expects: { kind: 'found', medians },
});

const slower = (times: number, ...medians: [number, number]): Scenario => ({
  ...usual,
  name: `latency × ${times}`,
  seconds: 1000,
  metrics: [slowness],
  world: (draw) => timed(draw, 2, ({ isCanary }) => (isCanary ? times : 1)),
  looks: { latency: judged() },
  expects: { kind: 'found', medians },
});

export const scenarios: readonly Scenario[] = [
  { ...usual, name: 'iid', seconds: 3600 },
  {
    ...usual,
    name: 'clustered',
    seconds: 3600,
    metrics: [failing, failed],
    world: clustered,
    looks: { E1: judged(failing), M: judged(failed) },
  },
  {
    ...usual,
    name: 'spiky',
    ...errors,
    world: (draw) => {
      const from = Array.from({ length: 5 }, () => 580 * draw());
      return even(({ second }) =>
        from.some((start) => second >= start && second < start + 20) ? 0.2 : 0.01,
      );
    },
  },
  { ...usual, name: 'ramped', ...errors, stages: ramp, world: incident },
  {
    ...usual,
    name: 'ten metrics',
    metrics: ten,
    world: shop,
    looks: { all: judged() },
  },
  { ...usual, name: 'duplicated', ...errors, sendsTwice: true },
  { ...usual, name: 'four instances', ...errors, instances: 4 },
  {
    ...usual,
    name: 'latency',
    metrics: [slowness],
    world: (draw) => timed(draw, 2, () => 1),
    looks: { latency: judged() },
  },

  found(0.02, 17_400, 27_000),
  found(0.05, 2000, 3000),
  found(0.1, 665, 987),
  found(0.5, 89, 120),
  found(1, 41, 58),
  slower(1.2, 6900, 10_000),
  slower(1.5, 3000, 3000),
  slower(2, 2100, 2100),

  { ...usual, name: 'z-test', metrics: [failed], looks: { z: zTest }, expects: { kind: 'blind' } },
  {
    ...usual,
    name: 'E1 on requests',
    seconds: 3600,
    metrics: [failed],
    world: clustered,
    looks: { E1: byRequest },
    expects: { kind: 'blind' },
  },
  { ...usual, name: 'late control', controlIsLate: 30, expects: { kind: 'blind' } },
  {
    ...usual,
    name: 'pooled sums',
    metrics: [failed],
    stages: ramp,
    world: incident,
    looks: { M: pooled },
    expects: { kind: 'blind' },
  },
];
