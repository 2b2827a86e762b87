import type { Requirement, Switch, Variant } from '../ruleset.ts';
import { rulesChange } from './rules-change.ts';
import { shown } from './words.ts';

/** A switch as the server stores it. */
export interface StoredSwitch extends Switch {
  readonly archived?: boolean;
  readonly killed?: boolean;
}

export function switchChange(before: StoredSwitch, after: StoredSwitch): string[] {
  return [
    ...turned(before.killed, after.killed, 'killed', 'revived'),
    ...turned(before.archived, after.archived, 'archived', 'taken out of the archive'),
    ...moved('state', before.state, after.state),
    ...rulesChange(before.rules, after.rules),
    ...variantsChange(before.variants, after.variants),
    ...moved('default variant', defaultOf(before), defaultOf(after)),
    ...requirementsChange(before.requires, after.requires),
    ...moved('salt', before.salt ?? 'the key of the switch', after.salt ?? 'the key of the switch'),
    ...moved('known to browsers', before.clientSide, after.clientSide),
  ];
}

/** Nothing if nothing changed. */
export const moved = (what: string, before: unknown, after: unknown): string[] =>
  JSON.stringify(before) === JSON.stringify(after)
    ? []
    : [`${what}: ${shown(before)} → ${shown(after)}`];

export const turned = (before: unknown, after: unknown, on: string, off: string): string[] =>
  Boolean(before) === Boolean(after) ? [] : [after ? on : off];

const defaultOf = ({ defaultVariant, variants }: Switch) => defaultVariant ?? variants[0]?.key;

function variantsChange(before: readonly Variant[], after: readonly Variant[]): string[] {
  const old = new Map(before.map(({ key, value }) => [key, value]));
  const now = new Map(after.map(({ key, value }) => [key, value]));
  return [
    ...before.filter(({ key }) => !now.has(key)).map(({ key }) => `variant ${key} removed`),
    ...after.flatMap(({ key, value }) =>
      old.has(key)
        ? moved(`value of variant ${key}`, old.get(key), value)
        : [`variant ${key} added: ${shown(value)}`],
    ),
  ];
}

function requirementsChange(
  before: readonly Requirement[],
  after: readonly Requirement[],
): string[] {
  const named = (all: readonly Requirement[]) =>
    all.map(({ switch: key, variant }) => (variant === undefined ? key : `${key} = ${variant}`));
  const [old, now] = [named(before), named(after)];
  return [
    ...now.filter((each) => !old.includes(each)).map((each) => `now requires ${each}`),
    ...old.filter((each) => !now.includes(each)).map((each) => `no longer requires ${each}`),
  ];
}
