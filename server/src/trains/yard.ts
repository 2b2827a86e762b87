import { describeChange } from '@switchyard/core';
import type { Change } from '../deploy-log/entry.ts';
import { frozenAt } from '../environments/freeze.ts';
import type { Policy } from '../environments/policy.ts';
import * as guards from '../guards/service.ts';
import { isAtLeast } from '../platform/roles.ts';
import type { Reading } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import * as switches from '../switches/service.ts';
import { blockersOf } from './blockers.ts';
import type { Facts, Someone } from './commands.ts';
import { look, type Scene, shownBlockers } from './conduct.ts';
import { isInTheWayOfPrincess } from './driving.ts';
import { factsOf, type Known, knowRiders, numberOf, problemsOf } from './knowledge.ts';
import { canDrive } from './rights.ts';
import { topicOf } from './topic.ts';
import {
  type Group,
  headOf,
  isExpress,
  isMoving,
  movingGroup,
  type Place,
  type Rider,
  type Train,
} from './train.ts';

/** The train of an environment as somebody sees it: who rides, what is in the way, what they can do about it. */
export async function view(reading: Reading, environmentKey: string, viewer: Someone) {
  const scene = await look(reading, environmentKey);
  const { environment, kept } = scene;
  const { train } = kept;
  const items = await switches.itemsOf(reading, environmentKey);
  const known = await knowRiders(reading, environmentKey, train.groups, items);
  const groups = [];
  for (const group of train.groups) {
    const problems = isNext(train, group)
      ? await problemsOf(reading, environmentKey, group, known)
      : [];
    const facts = factsOf(group, known, items, problems);
    groups.push(shownGroup(scene, group, facts, known, viewer, reading.now.getTime()));
  }
  const freeze = frozenAt(environment.policy.freezes, reading.now.getTime());
  return {
    environment: environmentKey,
    release: environment.release,
    version: kept.version,
    topic: topicOf(train),
    groups,
    bookings: train.bookings.map(({ passenger, place, at, timeZone }) => ({
      change: Number(passenger.change),
      title: passenger.title,
      author: passenger.author,
      place: shownPlace(place),
      at: iso(at),
      timeZone,
    })),
    holds: train.holds.map(({ by, reason, since }) => ({ by, reason, since: iso(since) })),
    rollout: await rolloutOf(reading, scene),
    freeze: freeze === undefined ? null : { ...freeze, until: iso(freeze.until) },
    messages: kept.messages.map((each) => ({ ...each, at: iso(each.at) })),
    policy: environment.policy,
    role: viewer.role,
  };
}

export type Yard = Awaited<ReturnType<typeof view>>;

/** Whether the group could be the next to leave: what is behind others is checked when it comes to it. */
const isNext = (train: Train, group: Group) =>
  !isMoving(group) &&
  (headOf(train)?.id === group.id || train.groups.find(isExpressWaiting)?.id === group.id);

const isExpressWaiting = (group: Group) => isExpress(group) && !isMoving(group);

function shownGroup(
  { kept: { train }, environment: { policy } }: Scene,
  group: Group,
  facts: Facts,
  known: ReadonlyMap<number, Known>,
  viewer: Someone,
  at: number,
) {
  const blockers = isMoving(group) ? [] : blockersOf(train, group, facts, policy, at);
  const { id, driver, rides, station, since, departure } = group;
  return {
    id,
    riders: group.riders.map((rider) => shownRider(rider, known)),
    driver,
    rides,
    station,
    since: iso(since),
    departure: departure && { ...departure, at: iso(departure.at) },
    blockers: shownBlockers(blockers),
    princessBlockers:
      group.station === 'waiting' && !isExpress(group)
        ? shownBlockers(blockers.filter(isInTheWayOfPrincess))
        : [],
    can: whatCan(train, group, viewer, policy),
  };
}

function shownRider(rider: Rider, known: ReadonlyMap<number, Known>) {
  const { title, author, mark, extent } = rider;
  const change = numberOf(rider)[0] ?? null;
  const about = known.get(change ?? 0);
  return {
    change,
    title: about?.row.title ?? title,
    author,
    mark,
    extent,
    words: wordsOf(about?.changes ?? []),
  };
}

const wordsOf = (changes: readonly Change[]) =>
  changes.flatMap(({ kind, key, before, after }) =>
    describeChange(kind, before, after).map((each) => `${key}: ${each}`),
  );

function whatCan(train: Train, group: Group, viewer: Someone, policy: Policy) {
  const isDriver = group.driver.id === viewer.id;
  const [isOut, isDeveloper] = [isMoving(group), isAtLeast(viewer.role, 'developer')];
  const departs = !isOut && isDriver && isAtLeast(viewer.role, policy.who.depart);
  return {
    drive: !isOut && !isDriver && isDeveloper && canDrive(group, viewer, policy),
    depart: departs,
    princess:
      isDriver &&
      isDeveloper &&
      group.station === 'waiting' &&
      !isExpress(group) &&
      headOf(train)?.id === group.id,
    schedule: departs && !isExpress(group),
    abort: isOut && isDeveloper,
  };
}

async function rolloutOf(reading: Reading, { environment: { key }, kept: { train } }: Scene) {
  const moving = movingGroup(train);
  const candidate = moving && (await releases.candidateOf(reading, key));
  if (moving === undefined || candidate === undefined) return null;
  const { stage } = moving.station;
  return {
    group: moving.id,
    release: candidate.release,
    stage,
    plan: moving.plan,
    stageSince: iso(moving.since),
    stageEndsAt: iso(moving.since + (moving.plan[stage]?.minimumMs ?? 0)),
    verdict: await guards.opinionIn(reading, key),
  };
}

const shownPlace = (place: Place) =>
  'change' in place ? { how: place.how, change: Number(place.change) } : { how: place.how };

const iso = (milliseconds: number) => new Date(milliseconds).toISOString();
