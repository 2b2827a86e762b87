import * as changes from '../changes/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Work } from '../platform/work.ts';
import * as switches from '../switches/service.ts';
import type { Command, Override, Someone } from './commands.ts';
import { conduct, look, type Scene } from './conduct.ts';
import { fullFacts, type Known, know, passengerOf } from './knowledge.ts';
import { express } from './publishing.ts';
import { findGroup, type Group, type Mark, type Place } from './train.ts';
import { noGroup } from './words.ts';

/** Whoever says so. */
const ME = 'me';

/** A time as people give it. */
interface When {
  readonly at: Date;
  readonly timeZone: string;
}

/** Where in the queue; changes by number. */
type PlaceOfChange =
  | { readonly how: 'plain' | 'alone' | 'last' }
  | { readonly how: 'with' | 'before'; readonly change: number };

/** What people do with a train; changes by number. */
export type Deed =
  | {
      readonly do: 'board';
      readonly change: number;
      readonly place?: PlaceOfChange | undefined;
      readonly at?: When | undefined;
    }
  | { readonly do: 'express'; readonly change: number }
  | { readonly do: 'leave'; readonly change: number }
  | { readonly do: 'kick'; readonly change: number; readonly reason?: string | undefined }
  /** `me`, or the id of somebody who rides in the group. */
  | { readonly do: 'drive'; readonly group: number; readonly driver: string }
  | { readonly do: 'princess'; readonly group: number }
  | {
      readonly do: 'depart';
      readonly group: number;
      readonly overrides?:
        | readonly { readonly type: Override['type']; readonly change: number | null }[]
        | undefined;
      readonly reason?: string | undefined;
    }
  | {
      readonly do: 'mark';
      readonly change: number;
      readonly mark: Mark;
      readonly reason?: string | undefined;
    }
  | { readonly do: 'schedule'; readonly group: number; readonly departure: When | null }
  | { readonly do: 'hold'; readonly reason: string }
  /** `me`, or the id of whoever holds it. */
  | { readonly do: 'unhold'; readonly of: string }
  | { readonly do: 'abort'; readonly group: number; readonly reason?: string | undefined };

/** Gives the train of an environment one command. Refuses in words, with everything that is in the way. */
export async function command(
  work: Work,
  environment: string,
  by: Someone,
  deed: Deed,
): Promise<void> {
  const scene = await look(work, environment);
  if (deed.do === 'express') {
    await express(work, scene, await openChange(work, scene, deed.change), by);
  } else {
    await conduct(work, scene, await commandOf(work, scene, by, deed));
  }
}

async function commandOf(
  work: Work,
  scene: Scene,
  by: Someone,
  deed: Exclude<Deed, { do: 'express' }>,
): Promise<Command> {
  const at = work.now.getTime();
  switch (deed.do) {
    case 'board': {
      const { place = { how: 'plain' }, at: when } = deed;
      const schedule = when && scheduleOf(when);
      return {
        do: 'board',
        at,
        by,
        passenger: await passengerFor(work, scene, deed.change),
        place: placeOf(place),
        ...(schedule && { schedule }),
      };
    }
    case 'leave':
      return { do: 'leave', at, by, change: String(deed.change) };
    case 'kick':
      return { do: 'kick', at, by, change: String(deed.change), reason: deed.reason ?? '' };
    case 'mark':
      return { ...deed, at, by, change: String(deed.change) };
    case 'drive':
      return { ...deed, at, by, driver: driverOf(groupIn(scene, deed.group), deed.driver, by) };
    case 'princess':
      return { ...deed, at, by, facts: await factsOfGroup(work, scene, deed.group) };
    case 'depart':
      return {
        ...deed,
        at,
        by,
        facts: await factsOfGroup(work, scene, deed.group),
        overrides: (deed.overrides ?? []).map(({ type, change }) => ({
          type,
          change: change === null ? null : String(change),
        })),
      };
    case 'unhold':
      return { ...deed, at, by, of: deed.of === ME ? by.id : deed.of };
    case 'schedule':
      return { ...deed, at, by, departure: deed.departure && scheduleOf(deed.departure) };
    default:
      return { ...deed, at, by };
  }
}

const scheduleOf = ({ at, timeZone }: When) => ({ at: at.getTime(), timeZone });

const placeOf = (place: PlaceOfChange): Place =>
  'change' in place ? { how: place.how, change: String(place.change) } : place;

/** A change as a passenger, for who boards. */
export async function passengerFor(work: Work, scene: Scene, number: number) {
  const items = await switches.itemsOf(work, scene.environment.key);
  const change = await openChange(work, scene, number);
  const [known] = (await know(work, scene.environment.key, [change], items)).values();
  return passengerOf(known as Known, items);
}

async function openChange(work: Work, { environment }: Scene, number: number) {
  const change = await changes.find(work, environment.key, number);
  changes.refuseUnlessOpen(change);
  return change;
}

const groupIn = ({ kept, environment }: Scene, id: number): Group => {
  const group = findGroup(kept.train, id);
  if (group === undefined) throw new Problem('not-found', `${noGroup(id)} of ${environment.key}`);
  return group;
};

/** Who rides in a group may drive it; of others the train knows no role. */
function driverOf({ id, riders }: Group, driver: string, by: Someone): Someone {
  if (driver === ME || driver === by.id) return by;
  const rider = riders.find(({ author }) => author.id === driver);
  if (rider === undefined) {
    throw new Problem(
      'invalid',
      `Nobody with the id ${driver} rides in group ${id}. Others take over driving by themselves`,
    );
  }
  return { ...rider.author, role: 'developer' };
}

async function factsOfGroup(work: Work, scene: Scene, id: number) {
  const { key } = scene.environment;
  return fullFacts(work, key, groupIn(scene, id), await switches.itemsOf(work, key));
}
