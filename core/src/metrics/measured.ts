import { BINS, type EventReport, type Measure, type SumsReport } from './message.ts';
import { createSketch, type Sketch, takeUsers, type UserHash } from './sketch.ts';

/** What happened: a value and its logarithm, NaN without one. One object is used again and again: numbers of their own would be allocated. */
export interface Happening {
  value: number;
  ln: number;
}

/** What is compared of one event in one stage, per arm and bin of users. */
export interface Measured {
  add(arm: number, bin: number, user: UserHash, happening: Happening): void;
  /** All since it was last asked; undefined if that is nothing. */
  take(): EventReport | undefined;
}

export function createMeasured({ users, values }: Measure, mostUsers: number): Measured {
  const sums = () => new Float64Array(2 * BINS);
  const n = sums();
  const typical = values && sums();
  const slow = values?.slow === undefined ? undefined : sums();
  const mean = values?.cap === undefined ? undefined : sums();
  const { slow: slowAbove = 0, cap = 0 } = values ?? {};
  const affected: Sketch | undefined = users ? createSketch(2, mostUsers) : undefined;
  let isEmpty = true;

  function report(arm: number): SumsReport {
    const part = (all: Float64Array) => {
      const sums = new Array<number>(BINS);
      for (let bin = 0; bin < BINS; bin++) sums[bin] = rounded(all[arm * BINS + bin] as number);
      return sums;
    };
    return {
      n: part(n),
      ...(typical && { typical: part(typical) }),
      ...(slow && { slow: part(slow) }),
      ...(mean && { mean: part(mean) }),
    };
  }

  return {
    add(arm, bin, user, { value, ln }) {
      isEmpty = false;
      affected?.add(user.high, user.low, arm);
      const at = arm * BINS + bin;
      if (typical) {
        // What has no value is no part of a mean.
        if (Number.isNaN(ln)) return;
        (typical[at] as number) += ln;
        if (slow && value > slowAbove) (slow[at] as number)++;
        if (mean) (mean[at] as number) += Math.min(value, cap);
      }
      (n[at] as number)++;
    },
    take() {
      if (isEmpty) return undefined;
      const taken = {
        canary: report(0),
        control: report(1),
        ...(affected && { users: takeUsers(affected) }),
      };
      for (const each of [n, typical, slow, mean]) each?.fill(0);
      isEmpty = true;
      return taken;
    },
  };
}

export const rounded = (sum: number): number => Math.round(sum * 1000) / 1000;
