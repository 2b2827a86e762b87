import { isExpress, movingGroup, type Train } from './train.ts';

/** What the clock has to do at this moment: it finds out what the command lacks, and gives it. */
export type Due =
  | { readonly do: 'board-due' }
  | { readonly do: 'advance'; readonly group: number; readonly stage: number }
  | { readonly do: 'depart-due'; readonly group: number };

/** A group that is out is always to be judged: a rollback waits for no minimum time. */
export function dueAt(train: Train, at: number): Due[] {
  const due: Due[] = train.bookings.some((each) => each.at <= at) ? [{ do: 'board-due' }] : [];
  const moving = movingGroup(train);
  if (moving !== undefined) {
    return [...due, { do: 'advance', group: moving.id, stage: moving.station.stage }];
  }
  if (train.holds.length > 0) return due;
  const departing = train.groups.filter(
    (each) => isExpress(each) || (each.departure !== null && each.departure.at <= at),
  );
  return [...due, ...departing.map(({ id }) => ({ do: 'depart-due', group: id }) as const)];
}
