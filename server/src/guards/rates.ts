import type { Arms, Exposed, StageCounts, Sums, SumView } from '../metrics/counts.ts';
import type { View } from './counts.ts';
import { scales } from './evidence.ts';
import { meanInterval, shareInterval } from './intervals.ts';
import { spreadOf } from './m.ts';

/** One arm as people read it, over all stages. Estimated, where only a sample was counted. */
export interface ArmRate {
  readonly users: number;
  /** Null where values, not users, are counted. */
  readonly affected: number | null;
  /** The share of users affected, or the mean per request; null while there is nothing to divide by. */
  readonly rate: number | null;
  /** Anytime-valid, 95 %. For the eye: it takes one arm by itself, decides nothing. */
  readonly low: number | null;
  readonly high: number | null;
}

export function ratesOf(
  view: View,
  stages: readonly StageCounts[],
  exposed: Exposed,
): Arms<ArmRate> {
  const rate = (arm: keyof Arms<unknown>) =>
    view === 'users' ? affectedUsers(arm, stages, exposed) : values(view, arm, stages, exposed);
  return { canary: rate('canary'), control: rate('control') };
}

function affectedUsers(
  arm: keyof Arms<unknown>,
  stages: readonly StageCounts[],
  exposed: Exposed,
): ArmRate {
  let affected = 0;
  let sample = exposed.sample;
  for (const counts of stages) {
    if (!counts.affected) continue;
    affected += counts.affected[arm] / counts.affected.sample;
    sample = Math.min(sample, counts.affected.sample);
  }
  // Who was affected was there, even if the report that says so is still on its way.
  const users = Math.max(affected, exposed[arm] / exposed.sample);
  return {
    users,
    affected,
    rate: users > 0 ? affected / users : null,
    ...shareInterval(affected * sample, users * sample, confidence),
  };
}

function values(
  view: SumView,
  arm: keyof Arms<unknown>,
  stages: readonly StageCounts[],
  exposed: Exposed,
): ArmRate {
  const spread = spreadOf(added(stages.flatMap(({ sums }) => sums?.[view]?.[arm] ?? [])));
  const interval = meanInterval(spread, scales[view].tau, confidence);
  const readable = (value: number) => (view === 'typical' ? Math.exp(value) : value);
  return {
    users: exposed[arm] / exposed.sample,
    affected: null,
    rate: spread.n > 0 ? readable(spread.mean) : null,
    low: interval && readable(interval.low),
    high: interval && readable(interval.high),
  };
}

function added(all: readonly Sums[]): Sums {
  const add = (left: readonly number[], right: readonly number[]) =>
    right.map((value, bin) => value + (left[bin] ?? 0));
  return all.reduce((sums, { n, y }) => ({ n: add(sums.n, n), y: add(sums.y, y) }), {
    n: [],
    y: [],
  });
}

const confidence = 0.05;
