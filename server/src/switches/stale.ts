import { ALL, ancestorsOf, type Condition } from '@switchyard/core';
import type { Description } from './description.ts';
import type { StoredSwitch } from './items.ts';

/** Why a switch has probably done its work in an environment. */
export interface Stale {
  readonly why: 'not-asked-for' | 'on-for-everyone' | 'off-for-everyone';
  readonly since: Date;
  /** What that means and what to do, in plain sentences. */
  readonly says: string;
}

/** What is known of the switches of one environment. */
export interface Surroundings {
  readonly now: Date;
  /** When what they are now went live; missing where that is not known. */
  readonly changedAt: ReadonlyMap<string, Date>;
  readonly definitions: ReadonlyMap<string, StoredSwitch>;
  readonly lastAsked: ReadonlyMap<string, Date>;
  /** What was not asked for since then is not asked for any more; undefined while nobody can tell. */
  readonly watchedSince: Date | undefined;
}

const DAY = 24 * 60 * 60 * 1000;
const STALE_MS = 30 * DAY;
/** These stay for as long as there is something to operate, or to permit. */
const permanent: readonly Description['kind'][] = ['ops', 'permission'];

/** A switch that changes, or that nobody can have asked for because no application reports, is not stale. */
export function staleIn(
  around: Surroundings,
  key: string,
  kind: Description['kind'],
): Stale | undefined {
  const { now, definitions, lastAsked, watchedSince } = around;
  const definition = definitions.get(key);
  const changedAt = around.changedAt.get(key);
  if (definition === undefined || definition.archived || permanent.includes(kind)) return undefined;
  if (changedAt === undefined || now.getTime() - changedAt.getTime() < STALE_MS) return undefined;

  const asked = lastAsked.get(key);
  const since = asked === undefined || asked < changedAt ? changedAt : asked;
  if (watchedSince !== undefined && since < watchedSince) {
    const last =
      asked === undefined ? 'has ever asked for it' : `has asked for it for ${days(asked, now)}`;
    const says = `No application ${last}. If no code needs it any more, archive it.`;
    return { why: 'not-asked-for', since: asked ?? changedAt, says };
  }

  const served = toEveryone(definition);
  if (served === undefined || (served === 'on' && isHeldBack(key, definition, definitions))) {
    return undefined;
  }
  const what = `${served === 'on' ? 'On' : 'Off'} for everyone for ${days(changedAt, now)}.`;
  return served === 'on'
    ? {
        why: 'on-for-everyone',
        since: changedAt,
        says: `${what} Keep what it switches on, remove the switch from code, then archive it.`,
      }
    : {
        why: 'off-for-everyone',
        since: changedAt,
        says: `${what} If that is not coming back, remove it from code with its switch, then archive it.`,
      };
}

/** Undefined if it depends on who asks. */
function toEveryone({ state, killed, rules }: StoredSwitch): 'on' | 'off' | undefined {
  if (killed || state === 'off') return 'off';
  if (state === 'on') return 'on';
  const [first] = rules;
  if (first === undefined) return 'off';
  if (!first.conditions.every(holdsForEveryone)) return undefined;
  const { serve } = first;
  if (typeof serve !== 'object') return serve;
  return 'variant' in serve ? 'on' : undefined;
}

const holdsForEveryone = (condition: Condition) =>
  condition.type === 'percentage' && condition.thousandths === ALL && !condition.not;

/** Whether another switch may be off for somebody, and this one with it. */
function isHeldBack(
  key: string,
  { requires }: StoredSwitch,
  definitions: Surroundings['definitions'],
): boolean {
  return (
    requires.length > 0 ||
    ancestorsOf(key).some((ancestor) => {
      const definition = definitions.get(ancestor);
      if (definition === undefined || definition.archived) return false;
      return toEveryone(definition) !== 'on' || definition.requires.length > 0;
    })
  );
}

const days = (from: Date, to: Date) => `${Math.floor((to.getTime() - from.getTime()) / DAY)} days`;
