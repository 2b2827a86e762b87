import {
  type Problem as Fault,
  problemsWithCohort,
  problemsWithInternalUsers,
  problemsWithReferences,
  problemsWithSegment,
  problemsWithSwitch,
} from '@switchyard/core';
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

/** Changes to things that may not be called so, or that others could not do without. */
export function* impossibilities(changes: readonly Change[], after: Items): Generator<Problem> {
  for (const change of changes) {
    const { kind, key } = change;
    if (kind === 'internal-users' && key !== INTERNAL_USERS) {
      yield invalid(`The key of internal users is "${INTERNAL_USERS}", not "${key}"`);
    }
    if (kind === 'switch' && !isMark(change.after?.archived)) {
      yield invalid(`${key}: \`archived\` is true, or null to take it away`);
    }
    if (change.after === null) {
      if (change.before?.killed) yield invalid(`${key} is killed. Revive it before you delete it`);
    } else if (change.before?.killed !== change.after.killed) {
      yield invalid(`${key}: \`killed\` changes only by kill and revive`);
    }
    if (isThere(change.before) && !isThere(change.after)) yield* needs(change, after);
  }
}

export const isThere = (item: Change['after']) => item !== null && !item.archived;

const isMark = (value: unknown) => value === undefined || value === true;

function* needs(change: Change, after: Items): Generator<Problem> {
  const dependents = dependentsOf(after, change);
  if (dependents.length === 0) return;
  const verb = change.after === null ? 'deleted' : 'archived';
  yield invalid(
    `${change.key} cannot be ${verb}: ${listed(dependents)} ${dependents.length === 1 ? 'requires' : 'require'} it`,
    { requiredBy: dependents },
  );
}

const invalid = (message: string, extra = {}) => new Problem('invalid', message, extra);

/** Refuses what would not make sense as a whole. What made no sense before is not held against it. */
export function refuseInvalid(before: Items, after: Items, changes: readonly Change[]): void {
  const faults = newFaults(before, after, changes);
  const [first] = faults;
  if (first === undefined) return;
  const more = faults.length > 1 ? ` (and ${faults.length - 1} more)` : '';
  throw new Problem('invalid', `${first.message}${more}`, { problems: faults });
}

/** What is wrong after the changes and was not before: with the things themselves, else between things. */
export function newFaults(before: Items, after: Items, changes: readonly Change[]): Fault[] {
  const own = changes.flatMap(faultsOf);
  if (own.length > 0) return own;
  const faults = problemsWithReferences(intendedRulesetOf(after));
  if (faults.length === 0) return faults;
  const known = new Set(problemsWithReferences(intendedRulesetOf(before)).map(textOf));
  return faults.filter((fault) => !known.has(textOf(fault)));
}

/** Also of archived switches: they are in no ruleset, but make sense by themselves. */
function faultsOf(change: Change): Fault[] {
  const { kind, key, after } = change;
  if (after === null) return [];
  const { archived, killed, ...definition } = after as Partial<StoredSwitch>;
  const faults = {
    switch: () => problemsWithSwitch(key, definition),
    segment: () => problemsWithSegment(key, after),
    cohort: () => problemsWithCohort(key, after),
    'internal-users': () => problemsWithInternalUsers(after),
  }[kind]();
  return faults.map(({ path, message }) => ({ path: [...pathOf(change), ...path], message }));
}

/** Where a thing stands in a ruleset, as paths of faults name it. */
export const pathOf = ({ kind, key }: Thing): string[] =>
  kind === 'internal-users' ? [sectionOf[kind]] : [sectionOf[kind], key];

const textOf = ({ path, message }: Fault) => JSON.stringify([path, message]);

const listed = (texts: readonly string[]): string =>
  texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;

/** The switches of a family that are in use. */
export const childrenOf = (items: Items, key: string): string[] =>
  [...items.values()]
    .filter((item) => item.kind === 'switch' && item.key.startsWith(`${key}:`))
    .filter(({ value }) => isThere(value))
    .map((item) => item.key);

/** Makes a switch that is off, and not the first of a family in use: it would turn off the others. */
export const isHarmless = ({ kind, key, before, after }: Change, items: Items): boolean =>
  kind === 'switch' &&
  before === null &&
  after?.state === 'off' &&
  childrenOf(items, key).length === 0;

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
