import type { Policy } from '../environments/policy.ts';
import { trafficOf } from './blockers.ts';
import type { CommandTo } from './commands.ts';
import { clashIn, withContent } from './content.ts';
import { type Accepted, done, type Effect, type Outcome, refuse, tell } from './outcome.ts';
import { refusalOfExpress } from './rights.ts';
import { refusalOfSchedule } from './schedules.ts';
import {
  actorOf,
  GROUP_SIZE,
  type Group,
  groupOf,
  isExpress,
  isMoving,
  type Passenger,
  type Place,
  type Train,
} from './train.ts';
import { notAboard, titled } from './words.ts';

export function board(
  train: Train,
  { passenger, place, schedule, at }: CommandTo<'board'>,
): Outcome {
  const aboard = whereaboutsOf(train, passenger);
  if (aboard !== undefined) return refuse('conflict', aboard);
  if (schedule === undefined) return seat(train, passenger, place, at);
  const refused = refusalOfSchedule(train, schedule, at);
  if (refused !== undefined) return refuse(...refused);
  return done({ ...train, bookings: [...train.bookings, { passenger, place, ...schedule }] });
}

/** Who finds their place gone is told, and keeps nobody else from boarding. */
export function boardDue(train: Train, { at }: CommandTo<'board-due'>): Outcome {
  const due = train.bookings.filter((each) => each.at <= at);
  if (due.length === 0) return refuse('conflict', 'Nobody is to board now');
  const bookings = train.bookings.filter((each) => !due.includes(each));
  return due
    .toSorted((one, other) => one.at - other.at)
    .reduce<Accepted>(
      (before, { passenger, place }) => {
        const outcome = seat(before.train, passenger, place, at);
        const [next, effects, words] =
          'refused' in outcome
            ? [before.train, [], `could not board: ${outcome.refused.message}`]
            : [outcome.train, outcome.effects, 'has boarded'];
        const told = tell([passenger.author], `${titled(passenger)} ${words}`);
        return done(next, ...before.effects, ...effects, ...told);
      },
      done({ ...train, bookings }),
    );
}

export function express(
  train: Train,
  { passenger, by, at }: CommandTo<'express'>,
  policy: Policy,
): Outcome {
  const aboard = whereaboutsOf(train, passenger);
  if (aboard !== undefined) return refuse('conflict', aboard);
  const refused = refusalOfExpress(passenger, by, policy);
  if (refused !== undefined) return refuse('forbidden', refused);

  const group = { ...newGroup(train, passenger, at), rides: 'express' } as const;
  const last = train.groups.findLastIndex((each) => isMoving(each) || isExpress(each));
  const reasons = trafficOf(train, group, policy, at).map(({ message }) => message);
  const told: Effect[] =
    reasons.length > 0
      ? tell([by], `${titled(passenger)} leaves as soon as it can: ${reasons.join('; ')}`)
      : [];
  return enqueue(train, group, last + 1, told);
}

function seat(train: Train, passenger: Passenger, place: Place, at: number): Outcome {
  const own = newGroup(train, passenger, at);
  switch (place.how) {
    case 'last':
      return enqueue(train, own, train.groups.length);
    case 'alone':
      return enqueue(train, { ...own, rides: 'alone' }, train.groups.length);
    case 'plain': {
      const free = train.groups.find(
        (each) => each.station === 'waiting' && refusalToJoin(each, passenger) === undefined,
      );
      return free === undefined
        ? enqueue(train, own, train.groups.length)
        : join(train, free, passenger, at);
    }
    case 'with': {
      const group = groupOf(train, place.change);
      if (group === undefined) return refuse('not-found', notAboard(place.change));
      const refused = refusalToJoin(group, passenger);
      return refused === undefined
        ? join(train, group, passenger, at)
        : refuse('conflict', refused);
    }
    case 'before': {
      const group = groupOf(train, place.change);
      if (group === undefined) return refuse('not-found', notAboard(place.change));
      if (group.station !== 'waiting' || isExpress(group)) {
        return refuse(
          'conflict',
          `Group ${group.id} is on its way; nothing goes before it any more`,
        );
      }
      return enqueue(train, own, train.groups.indexOf(group));
    }
  }
}

function whereaboutsOf(train: Train, { change }: Passenger): string | undefined {
  const group = groupOf(train, change);
  const rider = group?.riders.find((each) => each.change === change);
  if (group !== undefined && rider !== undefined) {
    return `${titled(rider)} is aboard already, in group ${group.id}`;
  }
  const booking = train.bookings.find(({ passenger }) => passenger.change === change);
  return booking && `${titled(booking.passenger)} is to board already; take it off first`;
}

function refusalToJoin(group: Group, passenger: Passenger): string | undefined {
  if (isMoving(group)) return `Group ${group.id} has departed`;
  if (group.rides !== 'together') return `Group ${group.id} rides alone`;
  if (group.riders.length >= GROUP_SIZE) {
    return `Group ${group.id} is full: ${GROUP_SIZE} changes ride together at most`;
  }
  return clashIn(group, passenger);
}

const join = (train: Train, group: Group, passenger: Passenger, at: number): Accepted =>
  withContent(
    train,
    group,
    { ...group, riders: [...group.riders, { ...passenger, mark: null }] },
    { at, why: `${titled(passenger)} has boarded` },
  );

const newGroup = (train: Train, passenger: Passenger, at: number): Group => ({
  id: train.nextGroup,
  riders: [{ ...passenger, mark: null }],
  driver: actorOf(passenger.author),
  rides: 'together',
  station: 'waiting',
  since: at,
  plan: [],
  departure: null,
});

const enqueue = (train: Train, group: Group, index: number, effects: Effect[] = []): Accepted =>
  done(
    {
      ...train,
      groups: train.groups.toSpliced(index, 0, group),
      nextGroup: train.nextGroup + 1,
    },
    ...effects,
  );
