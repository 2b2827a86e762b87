import type { Policy } from '../environments/policy.ts';
import { isAtLeast } from '../platform/roles.ts';
import type { CommandTo } from './commands.ts';
import { clashIn, withContent } from './content.ts';
import { done, type Outcome, refuse, tell } from './outcome.ts';
import { refusalOfExpress } from './rights.ts';
import { type Group, groupOf, isExpress, isMoving, type Passenger, type Train } from './train.ts';
import { isBlank, notAboard, titled } from './words.ts';

/** Its author takes a change off. */
export function leave(train: Train, { change, by, at }: CommandTo<'leave'>): Outcome {
  const passenger = passengerOf(train, change);
  if (passenger === undefined) return refuse('not-found', notAboard(change));
  if (passenger.author.id !== by.id) {
    return refuse(
      'forbidden',
      `Only ${passenger.author.name} takes ${titled(passenger)} off; the driver can kick it`,
    );
  }
  return takeOff(train, passenger, `${titled(passenger)} has left`, at);
}

/** The driver of its group, or whoever may drive any, takes a change off. */
export function kick(
  train: Train,
  { change, reason, by, at }: CommandTo<'kick'>,
  { who }: Policy,
): Outcome {
  const passenger = passengerOf(train, change);
  if (passenger === undefined) return refuse('not-found', notAboard(change));
  if (groupOf(train, change)?.driver.id !== by.id && !isAtLeast(by.role, who.depart)) {
    return refuse(
      'forbidden',
      `${by.name} cannot kick ${titled(passenger)} without driving its group or the role ${who.depart}`,
    );
  }
  if (isBlank(reason)) return refuse('invalid', `Say why ${titled(passenger)} is kicked`);
  const why = `${by.name} has kicked ${titled(passenger)}: ${reason}`;
  const outcome = takeOff(train, passenger, why, at);
  if ('refused' in outcome) return outcome;
  return done(outcome.train, ...outcome.effects, ...tell([passenger.author], why, by));
}

/** A change with other edits is another change: what was said of it is void. */
export function rebase(
  train: Train,
  { passenger, by, at }: CommandTo<'rebase'>,
  policy: Policy,
): Outcome {
  const { change } = passenger;
  const before = passengerOf(train, change);
  if (before === undefined) return refuse('not-found', notAboard(change));
  const next = { ...passenger, author: before.author };
  const group = groupOf(train, change);
  if (group === undefined) {
    const bookings = train.bookings.map((each) =>
      each.passenger.change === change ? { ...each, passenger: next } : each,
    );
    return done({ ...train, bookings });
  }
  if (isMoving(group)) return refuse('conflict', departed(group, before));
  const clash = clashIn(group, next);
  if (clash !== undefined) return refuse('conflict', `${clash}; leave the group first`);
  const refused = isExpress(group) ? refusalOfExpress(next, by, policy) : undefined;
  if (refused !== undefined) return refuse('forbidden', refused);

  const riders = group.riders.map((each) =>
    each.change === change ? { ...next, mark: null } : each,
  );
  const why = `${by.name} has edited ${titled(next)}`;
  return withContent(train, group, { ...group, riders }, { at, why });
}

function takeOff(train: Train, passenger: Passenger, why: string, at: number): Outcome {
  const { change, author } = passenger;
  const group = groupOf(train, change);
  if (group === undefined) {
    const bookings = train.bookings.filter((each) => each.passenger.change !== change);
    return done({ ...train, bookings });
  }
  if (isMoving(group)) return refuse('conflict', departed(group, passenger));

  const riders = group.riders.filter((each) => each.change !== change);
  const [first] = riders;
  const isDriverless =
    group.driver.id === author.id && riders.every((each) => each.author.id !== author.id);
  const driver = isDriverless && first !== undefined ? first.author : group.driver;
  const { train: next, effects } = withContent(
    train,
    group,
    { ...group, riders, driver },
    { at, why },
  );
  const told =
    driver === group.driver ? [] : tell([driver], `You drive group ${group.id} now: ${why}`);
  return done(next, ...effects, ...told);
}

const departed = (group: Group, passenger: Passenger) =>
  `${titled(passenger)} has departed with group ${group.id}; abort the release instead`;

function passengerOf(train: Train, change: string): Passenger | undefined {
  const rider = groupOf(train, change)?.riders.find((each) => each.change === change);
  return rider ?? train.bookings.find((each) => each.passenger.change === change)?.passenger;
}
