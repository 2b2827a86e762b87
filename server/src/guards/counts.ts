import type { Arms, StageCounts, SumView } from '../metrics/counts.ts';
import type { FirstEvents } from './e1.ts';

export type View = 'users' | SumView;

/** With the canary's share of bucketed users. */
export type SharedCounts = StageCounts & { readonly share: number };

export function firstEvents(stages: readonly SharedCounts[]): FirstEvents[] {
  return stages.flatMap(({ share, affected }) => (affected ? [{ share, ...affected }] : []));
}

/** The same, seen from the side on which more is worse. */
export function swapArms(stages: readonly SharedCounts[]): SharedCounts[] {
  const swap = <T extends Arms<unknown>>(arms: T): T => ({
    ...arms,
    canary: arms.control,
    control: arms.canary,
  });
  return stages.map(({ share, affected, sums }) => ({
    share: 1 - share,
    ...(affected && { affected: swap(affected) }),
    ...(sums && {
      sums: Object.fromEntries(Object.entries(sums).map(([view, arms]) => [view, swap(arms)])),
    }),
  }));
}
