import { type Condition, emptyRuleset, type Ruleset, type Switch } from '@switchyard/core';
import type { Item, ItemKind } from '../deploy-log/entry.ts';

/** Names one of the things that releases change. */
export interface Thing {
  readonly kind: ItemKind;
  readonly key: string;
}

export interface StoredItem extends Thing {
  readonly value: Item;
  /** The number of the release that last changed it. */
  readonly version: number;
}

/** Everything in one environment that releases change, by `idOf`. */
export type Items = ReadonlyMap<string, StoredItem>;

export const idOf = ({ kind, key }: Thing) => `${kind} ${key}`;

/** A switch as it is kept: also when it is archived (in no ruleset) or killed (off, whatever it says). */
export interface StoredSwitch extends Switch {
  readonly archived?: true;
  readonly killed?: true;
}

/** The one key there is of that kind. */
export const INTERNAL_USERS = 'internal-users';

/** What a thing is where nothing else is said. */
export const defaultOf = ({ kind, key }: Thing): Item =>
  ({
    switch: { state: 'off', rules: [], variants: [], requires: [], clientSide: false },
    segment: { conditions: [] },
    cohort: { title: key, open: false },
    'internal-users': { ...emptyRuleset.internalUsers },
  })[kind];

/** What SDKs on servers get: without archived switches, and with killed ones off. */
export const rulesetOf = (items: Items): Ruleset => collect(items, true);

/** As it would be without any kill: what has to make sense as a whole. */
export const intendedRulesetOf = (items: Items): Ruleset => collect(items, false);

function collect(items: Items, isKillHeeded: boolean): Ruleset {
  const sections: Record<string, Record<string, unknown>> = {
    switches: {},
    segments: {},
    cohorts: {},
  };
  let internalUsers: unknown = emptyRuleset.internalUsers;
  for (const item of items.values()) {
    const { kind, key } = item;
    const definition = kind === 'switch' ? definitionOf(item.value, isKillHeeded) : item.value;
    if (kind === 'internal-users') internalUsers = definition;
    else if (definition !== undefined)
      (sections[sectionOf[kind]] as Record<string, unknown>)[key] = definition;
  }
  return { ...sections, internalUsers } as unknown as Ruleset;
}

/** A switch as evaluation reads it; undefined if it is archived. */
function definitionOf(value: Item, isKillHeeded: boolean): Item | undefined {
  if (value.archived === undefined && value.killed === undefined) return value;
  const { archived, killed, ...definition } = value;
  if (archived) return undefined;
  return killed && isKillHeeded ? { ...definition, state: 'off' } : definition;
}

/** Where a thing stands in a ruleset. */
export const sectionOf = {
  switch: 'switches',
  segment: 'segments',
  cohort: 'cohorts',
  'internal-users': 'internalUsers',
} as const satisfies Record<ItemKind, keyof Ruleset>;

/** The names of those that could not do without this thing. */
export function dependentsOf(items: Items, thing: Thing): string[] {
  const { switches, segments } = intendedRulesetOf(items);
  const isAskedIn = (conditions: readonly Condition[]) =>
    conditions.some((condition) => asksFor(condition, thing));
  return [
    ...Object.entries(switches)
      .filter(
        ([, { requires, rules }]) =>
          (thing.kind === 'switch' && requires.some((each) => each.switch === thing.key)) ||
          rules.some(({ conditions }) => isAskedIn(conditions)),
      )
      .map(([name]) => name),
    ...Object.entries(segments)
      .filter(([, { conditions }]) => isAskedIn(conditions))
      .map(([name]) => `segment ${name}`),
  ].sort();
}

const asksFor = (condition: Condition, { kind, key }: Thing) =>
  (kind === 'segment' && condition.type === 'in-segment' && condition.segment === key) ||
  (kind === 'cohort' && condition.type === 'in-cohort' && condition.cohort === key);
