import * as changes from '../changes/service.ts';
import type { Ride } from '../deploy-log/entry.ts';
import type { Environment } from '../environments/service.ts';
import type { Grants } from '../platform/roles.ts';
import type { Work } from '../platform/work.ts';
import type { Edit } from '../releases/edits.ts';
import * as releases from '../releases/service.ts';
import * as switches from '../switches/service.ts';
import { editsOf, type Known, knowRiders, numberOf } from './knowledge.ts';
import type { Effect } from './outcome.ts';
import { type Group, movingGroup, type Rider, type Train } from './train.ts';

/** What a command has to know besides to carry out what it brings about. */
export interface Errand {
  readonly grants?: Grants | undefined;
  readonly reason?: string | undefined;
  /** What leaves at once, of a rider who has no change of their own. */
  readonly edits?: readonly Edit[] | undefined;
}

/** Carries out in one transaction, in this order, what a command brings about. Answers what it published, if it did. */
export async function carryOut(
  work: Work,
  environment: Environment,
  before: Train,
  effects: readonly Effect[],
  errand: Errand,
): Promise<releases.Published | undefined> {
  let published: releases.Published | undefined;
  for (const effect of effects) {
    published = (await carryOutOne(work, environment, before, effect, errand)) ?? published;
  }
  return published;
}

async function carryOutOne(
  work: Work,
  environment: Environment,
  before: Train,
  effect: Effect,
  errand: Errand,
): Promise<releases.Published | undefined> {
  const { key } = environment;
  const wish = { grants: errand.grants ?? {}, reason: errand.reason };
  switch (effect.do) {
    case 'to-princess': {
      const { known } = await look(work, key, effect.group);
      const edits = editsOf(effect.group.riders, known);
      await releases.showAtPrincess(work, key, effect.group.id, edits);
      return undefined;
    }
    case 'from-princess':
      await releases.showAtPrincess(work, key, effect.group.id, null);
      return undefined;
    case 'depart':
      return depart(work, environment, effect, errand);
    case 'stage':
      await releases.toStage(work, key, effect.stage);
      return undefined;
    case 'arrive': {
      // Without a plan it has arrived by departing.
      if (effect.group.plan.length === 0) return undefined;
      const arrived = await releases.arrive(work, key);
      await settle(work, key, effect.group, { status: 'arrived', release: arrived.release.number });
      return arrived;
    }
    case 'abort': {
      const release = await releases.abort(work, key, effect.reason || undefined);
      await settle(work, key, effect.group, { status: 'open', release: null });
      return { release, warnings: [], isNew: true };
    }
    case 'roll-back':
      return rollBack(work, key, effect.release, wish);
    case 'restore': {
      const { at } = await releases.find(work, key, effect.release);
      const restored = await releases.restore(work, key, effect.release, wish);
      await changes.restored(work, key, { release: effect.release, at: new Date(at) });
      return restored;
    }
    case 'kill':
    case 'revive':
      return turn(work, key, before, effect, wish);
    case 'tell':
      return undefined;
  }
}

async function depart(
  work: Work,
  { key, policy }: Environment,
  { group, overridden, reason }: Extract<Effect, { do: 'depart' }>,
  errand: Errand,
): Promise<releases.Published> {
  const { known, items } = await look(work, key, group);
  const titles = group.riders.map(({ title }) => title).join(', ');
  const isNamed = known.size > 0;
  const published = await releases.depart(work, key, {
    edits: errand.edits ?? editsOf(group.riders, known),
    reason: reason || errand.reason || (isNamed ? titles : undefined),
    ride: rideOf(
      group,
      known,
      overridden.map(({ message }) => message),
    ),
    plan: group.plan,
    by: policy.by,
  });
  for (const { row } of known.values()) await changes.settleOnto(work, row, items);
  const status = group.plan.length === 0 ? 'arrived' : 'rolling-out';
  await settle(work, key, group, { status, release: published.release.number });
  return published;
}

const rideOf = (
  { id, riders }: Group,
  known: ReadonlyMap<number, Known>,
  overridden: readonly string[],
): Ride => ({
  group: id,
  riders: riders.map((rider) => ({
    change: rider.change,
    title: rider.title,
    author: rider.author,
    approvedBy: approvedBy(rider, known),
  })),
  overridden,
});

const approvedBy = (rider: Rider, known: ReadonlyMap<number, Known>) =>
  numberOf(rider).flatMap((number) =>
    (known.get(number)?.approvals ?? []).map(({ actor }) => actor),
  );

async function rollBack(
  work: Work,
  environment: string,
  number: number,
  wish: { readonly grants: Grants; readonly reason?: string | undefined },
): Promise<releases.Published> {
  const { action, at } = await releases.find(work, environment, number);
  const published = await releases.rollback(work, environment, number, wish);
  const isUndoing = action === 'rollback' || action === 'restore';
  if (isUndoing) await changes.reversed(work, environment, new Date(at));
  else await changes.undone(work, environment, number);
  return published;
}

/** What rolls out goes on as another release, without or with the switch. */
async function turn(
  work: Work,
  environment: string,
  before: Train,
  { do: deed, switch: key }: Extract<Effect, { do: 'kill' | 'revive' }>,
  wish: { readonly grants: Grants; readonly reason?: string | undefined },
): Promise<releases.Published> {
  const turned = deed === 'kill' ? releases.kill : releases.revive;
  const published = await turned(work, environment, key, wish);
  const moving = movingGroup(before);
  const candidate = moving && (await releases.candidateOf(work, environment));
  if (candidate !== undefined) {
    await settle(work, environment, moving as Group, {
      status: 'rolling-out',
      release: candidate.release,
    });
  }
  return published;
}

async function look(work: Work, environment: string, group: Group) {
  const items = await switches.itemsOf(work, environment);
  return { items, known: await knowRiders(work, environment, [group], items) };
}

const settle = (
  work: Work,
  environment: string,
  { riders }: Group,
  columns: Parameters<typeof changes.move>[3],
) => changes.move(work, environment, riders.flatMap(numberOf), columns);
