import { BUCKETS, bucketOf } from './histogram.ts';
import { type Happening, rounded } from './measured.ts';
import { type EventTotals, groups } from './message.ts';

/** How often an event happened in each group, and its values, since this was last taken. */
export interface Totals {
  add(group: number, happening: Happening): void;
  take(): EventTotals | undefined;
}

export function createTotals(): Totals {
  const counts = new Float64Array(groups.length);
  const sums = new Float64Array(groups.length);
  let histogram: Uint32Array | undefined;
  let isEmpty = true;

  return {
    add(group, { value, ln }) {
      (counts[group] as number)++;
      isEmpty = false;
      if (Number.isNaN(ln)) return;
      (sums[group] as number) += value;
      histogram ??= new Uint32Array(BUCKETS);
      (histogram[bucketOf(ln)] as number)++;
    },
    take() {
      if (isEmpty) return undefined;
      const totals: Record<string, [number, number]> = {};
      groups.forEach((group, at) => {
        if (counts[at]) totals[group] = [counts[at], rounded(sums[at] as number)];
      });
      const buckets = histogram && Object.fromEntries([...histogram.entries()].filter(isFilled));
      counts.fill(0);
      sums.fill(0);
      histogram?.fill(0);
      isEmpty = true;
      return { totals, ...(buckets && Object.keys(buckets).length > 0 && { histogram: buckets }) };
    },
  };
}

const isFilled = ([, count]: readonly [number, number]) => count > 0;
