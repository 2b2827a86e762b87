import type { Policy } from '../environments/policy.ts';
import { isAtLeast } from '../platform/roles.ts';
import { blockersOf } from './blockers.ts';
import type { CommandTo } from './commands.ts';
import { type Blocker, blocked, done, type Outcome, refuse, tell } from './outcome.ts';
import { canDrive } from './rights.ts';
import {
  actorOf,
  atStation,
  findGroup,
  type Group,
  groupOf,
  headOf,
  isEverybodyGood,
  isExpress,
  isMoving,
  type Mark,
  replace,
  type Train,
} from './train.ts';
import { isBlank, noGroup, notAboard, notItsDriver, titled } from './words.ts';

/** A driver hands the group over, or somebody takes it over. */
export function drive(
  train: Train,
  { group: id, driver: chosen, by }: CommandTo<'drive'>,
  policy: Policy,
): Outcome {
  const group = findGroup(train, id);
  if (group === undefined) return refuse('not-found', noGroup(id));
  const isTakenOver = chosen.id === by.id;
  const driver = isTakenOver ? by : chosen;
  if (group.driver.id === driver.id) {
    return refuse('conflict', `${driver.name} drives group ${id} already`);
  }
  if (!isTakenOver && group.driver.id !== by.id) return refuse('forbidden', notItsDriver(group));
  if (!canDrive(group, driver, policy)) {
    return refuse(
      'forbidden',
      `${driver.name} cannot drive group ${id} without a change aboard or the role ${policy.who.depart}`,
    );
  }
  return done(
    replace(train, { ...group, driver: actorOf(driver) }),
    ...tell([group.driver, driver], `${driver.name} drives group ${id} now`, by),
  );
}

/** The driver sends the head group to be checked. */
export function toPrincess(
  train: Train,
  { group: id, facts, by, at }: CommandTo<'princess'>,
  policy: Policy,
): Outcome {
  const group = findGroup(train, id);
  if (group === undefined) return refuse('not-found', noGroup(id));
  if (isMoving(group)) return refuse('conflict', `Group ${id} has departed already`);
  if (group.station === 'princess') return refuse('conflict', `Group ${id} is at princess already`);
  if (isExpress(group)) {
    return refuse('conflict', `Group ${id} is an express and passes princess by`);
  }
  if (group.driver.id !== by.id) return refuse('forbidden', notItsDriver(group));
  const head = headOf(train);
  if (head !== undefined && head.id !== id) {
    return refuse('conflict', `Group ${head.id} is ahead of group ${id}; one is checked at a time`);
  }
  const blockers = blockersOf(train, group, facts, policy, at).filter(isInTheWayOfPrincess);
  if (blockers.length > 0) return blocked(`Group ${id} cannot go to princess`, blockers);

  const next = atStation(group, 'princess', at);
  const authors = next.riders.map(({ author }) => author);
  return done(
    replace(train, next),
    { do: 'to-princess', group: next },
    ...tell(authors, `Group ${id} is at princess: look at your change and say good or uh-oh`),
  );
}

/** Where nothing moves, and where nothing can be shown. */
export const isInTheWayOfPrincess = ({ type }: Blocker) =>
  type === 'hold' || type === 'conflict' || type === 'invalid';

/**
 * The author of a change says what they think of it. Out with canaries an uh-oh keeps the release where it is, and its
 * author may have gone home: then who may override takes it back.
 */
export function mark(
  train: Train,
  { change, mark: said, reason, by }: CommandTo<'mark'>,
  policy: Policy,
): Outcome {
  const group = groupOf(train, change);
  const rider = group?.riders.find((each) => each.change === change);
  if (group === undefined || rider === undefined) return refuse('not-found', notAboard(change));
  if (group.station === 'waiting' && policy.isPrincessRequired) {
    return refuse(
      'conflict',
      `Group ${group.id} has not been to princess: there is nothing to see yet`,
    );
  }
  if (rider.author.id === by.id) {
    const next = withMark(group, change, said);
    const words = `${by.name} says ${said} to ${titled(rider)}: ${reason}`;
    const worry = said === 'uh-oh' && !isBlank(reason) ? tell('everybody', words) : [];
    return done(replace(train, next), ...worry, ...readyTold(group, next));
  }
  const mayCalm = isMoving(group) && isAtLeast(by.role, policy.who.override);
  if (!mayCalm || rider.mark !== 'uh-oh' || said !== 'good') {
    return refuse('forbidden', `Only ${rider.author.name} speaks for ${titled(rider)}`);
  }
  if (isBlank(reason)) {
    const words = `although ${rider.author.name} says uh-oh to ${titled(rider)}`;
    return refuse('invalid', `Say why the release may go on ${words}`);
  }
  return done(
    replace(train, withMark(group, change, null)),
    ...tell([rider.author], `${by.name} lets the release go on although you say uh-oh: ${reason}`),
  );
}

const withMark = (group: Group, change: string, said: Mark | null): Group => ({
  ...group,
  riders: group.riders.map((each) => (each.change === change ? { ...each, mark: said } : each)),
});

const readyTold = (before: Group, after: Group) =>
  isEverybodyGood(after) && !isEverybodyGood(before) && !isMoving(after)
    ? tell([after.driver], `Everyone is ready in group ${after.id}`)
    : [];
