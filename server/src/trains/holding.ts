import type { Policy } from '../environments/policy.ts';
import { isAtLeast } from '../platform/roles.ts';
import type { CommandTo } from './commands.ts';
import { type Accepted, done, type Effect, type Outcome, refuse, tell } from './outcome.ts';
import { actorOf, type Hold, type Train } from './train.ts';
import { isBlank, titled } from './words.ts';

/** Anybody pulls the cord. */
export function hold(train: Train, { reason, by, at }: CommandTo<'hold'>): Outcome {
  if (isBlank(reason)) return refuse('invalid', 'Say why the train is to be held');
  return blockLine(
    train,
    { by: actorOf(by), reason, since: at },
    `${by.name} holds the train: ${reason}`,
  );
}

/** Lifts what one actor holds; what others hold stays. */
export function unhold(train: Train, { of, by }: CommandTo<'unhold'>, { who }: Policy): Outcome {
  const lifted = train.holds.filter((each) => each.by.id === of);
  const [first] = lifted;
  if (first === undefined) {
    return refuse(
      'not-found',
      train.holds.length === 0
        ? 'The train is not held'
        : `${namesOf(train)} holds the train, not ${of}`,
    );
  }
  if (of !== by.id && !isAtLeast(by.role, who.unhold)) {
    return refuse(
      'forbidden',
      `Lifting what ${first.by.name} holds needs the role ${who.unhold} here, and ${by.name} has ${by.role}`,
    );
  }
  const holds = train.holds.filter((each) => each.by.id !== of);
  const rest = holds.map((each) => `${each.by.name} still holds it: ${each.reason}`);
  const reasons = lifted.map(({ reason }) => reason).join('; ');
  const words = [`${by.name} lifted the hold of ${first.by.name} (${reasons})`, ...rest].join('. ');
  return done({ ...train, holds }, ...tell('everybody', words));
}

const namesOf = ({ holds }: Train) => [...new Set(holds.map(({ by }) => by.name))].join(', ');

/** Everybody is told, and what was set for a time is cancelled: whoever lifts the hold decides anew. */
export function blockLine(
  train: Train,
  hold: Hold,
  words: string,
  ...effects: readonly Effect[]
): Accepted {
  const isKnown = ({ by, reason }: Hold) => by.id === hold.by.id && reason === hold.reason;
  const holds = train.holds.some(isKnown) ? train.holds : [...train.holds, hold];
  const groups = train.groups.map((each) =>
    each.departure === null ? each : { ...each, departure: null },
  );
  return done(
    { ...train, holds, groups, bookings: [] },
    ...effects,
    ...cancelled(train),
    ...tell('everybody', words),
  );
}

const cancelled = ({ groups, bookings }: Train): Effect[] => [
  ...groups.flatMap(({ id, departure, driver }) =>
    departure === null
      ? []
      : tell([departure.by, driver], `The hold cancels the departure of group ${id}`),
  ),
  ...bookings.flatMap(({ passenger }) =>
    tell([passenger.author], `The hold cancels the boarding of ${titled(passenger)}`),
  ),
];
