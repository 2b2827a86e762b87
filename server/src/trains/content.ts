import { overlapOf, touchInWords } from '../changes/touches.ts';
import { type Accepted, done, type Effect, tell } from './outcome.ts';
import { atStation, type Group, type Passenger, replace, type Train, without } from './train.ts';
import { titled } from './words.ts';

/**
 * Gives a group that has not departed another content. What was said of the old one is void, and a group at princess
 * goes back to be checked again; nobody aboard, no group.
 */
export function withContent(
  train: Train,
  before: Group,
  after: Group,
  { at, why }: { readonly at: number; readonly why: string },
): Accepted {
  const isBack = before.station === 'princess';
  const group = atStation(after, 'waiting', isBack ? at : before.since);
  const isGone = after.riders.length === 0;
  const told = tell(
    [group.driver, ...group.riders.map(({ author }) => author)],
    `Group ${group.id} has to be checked on princess again: ${why}`,
  );
  const effects: Effect[] = isBack
    ? [{ do: 'from-princess', group: before }, ...(isGone ? [] : told)]
    : [];
  return done(isGone ? without(train, group) : replace(train, group), ...effects);
}

/** Why a change cannot share the group with the others there, if so. */
export function clashIn(group: Group, passenger: Passenger): string | undefined {
  for (const rider of group.riders) {
    if (rider.change === passenger.change) continue;
    const overlap = overlapOf(rider.touches, passenger.touches);
    if (overlap === undefined) continue;
    return `${titled(rider)} in group ${group.id} edits ${touchInWords(overlap)} too; they cannot leave together`;
  }
  return undefined;
}
