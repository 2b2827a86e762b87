import { type Problem as Fault, problemsWithRuleset, problemsWithSwitch } from '@switchyard/core';
import type { Change } from '../deploy-log/entry.ts';
import { Problem } from '../platform/problem.ts';
import {
  dependentsOf,
  INTERNAL_USERS,
  type Items,
  intendedRulesetOf,
  type StoredSwitch,
  sectionOf,
  type Thing,
} from '../switches/items.ts';

/** Refuses changes to things that may not be called so, or that others could not do without. */
export function refuseImpossible(changes: readonly Change[], after: Items): void {
  for (const change of changes) {
    refuseBadKey(change);
    refuseBadMark(change);
    if (change.before?.killed && change.after === null) {
      throw new Problem('invalid', `${change.key} is killed. Revive it before you delete it`);
    }
    if (isThere(change.before) && !isThere(change.after)) refuseWhileNeeded(change, after);
  }
}

export const isThere = (item: Change['after']) => item !== null && !item.archived;

function refuseBadKey({ kind, key }: Change): void {
  if (kind === 'internal-users' && key !== INTERNAL_USERS) {
    throw new Problem('invalid', `The key of internal users is "${INTERNAL_USERS}", not "${key}"`);
  }
}

function refuseBadMark({ kind, key, after }: Change): void {
  if (kind === 'switch' && after?.archived !== undefined && after.archived !== true) {
    throw new Problem('invalid', `${key}: \`archived\` is true, or null to take it away`);
  }
}

function refuseWhileNeeded(change: Change, after: Items): void {
  const dependents = dependentsOf(after, change);
  if (dependents.length === 0) return;
  const verb = change.after === null ? 'deleted' : 'archived';
  throw new Problem(
    'invalid',
    `${change.key} cannot be ${verb}: ${listed(dependents)} ${dependents.length === 1 ? 'requires' : 'require'} it`,
    { requiredBy: dependents },
  );
}

/** Refuses what would not make sense as a whole. What made no sense before is not held against it. */
export function refuseInvalid(before: Items, after: Items, changes: readonly Change[]): void {
  const faults = newFaults(before, after, changes);
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new Problem('invalid', `${first.message}${more}`, { problems: faults });
}

/** What is wrong after the changes and was not before. */
export function newFaults(before: Items, after: Items, changes: readonly Change[]): Fault[] {
  const faults = [
    ...problemsWithRuleset(intendedRulesetOf(after)),
    ...changes.flatMap(faultsOfArchived),
  ];
  if (faults.length === 0) return faults;
  const known = new Set(problemsWithRuleset(intendedRulesetOf(before)).map(textOf));
  return faults.filter((fault) => !known.has(textOf(fault)));
}

/** Where a thing stands in a ruleset, as paths of faults name it. */
export const pathOf = ({ kind, key }: Thing): string[] =>
  kind === 'internal-users' ? [sectionOf[kind]] : [sectionOf[kind], key];

const textOf = ({ path, message }: Fault) => JSON.stringify([path, message]);

/** An archived switch is in no ruleset, but must make sense by itself. */
function faultsOfArchived({ kind, key, after }: Change): Fault[] {
  if (kind !== 'switch' || !after?.archived) return [];
  const { archived, killed, ...definition } = after as unknown as StoredSwitch;
  return problemsWithSwitch(key, definition);
}

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

/** The switches of a family that are in use. */
export const childrenOf = (items: Items, key: string): string[] =>
  [...items.values()]
    .filter((item) => item.kind === 'switch' && item.key.startsWith(`${key}:`))
    .filter(({ value }) => isThere(value))
    .map((item) => item.key);

/** What comes of families whose first switch comes or goes, while others of them are in use. */
export const familyWarnings = (before: Items, after: Items, changes: readonly Change[]): string[] =>
  changes.flatMap((change) => {
    const [was, is] = [isThere(change.before), isThere(change.after)];
    if (change.kind !== 'switch' || was === is) return [];
    const left = new Set(childrenOf(after, change.key));
    return childrenOf(before, change.key)
      .filter((key) => left.has(key))
      .map((key) => `${key} ${is ? 'now depends' : 'no longer depends'} on ${change.key}`);
  });
