import {
  ancestorsOf,
  type Condition,
  canonicalJson,
  type HeldRuleset,
  type Ruleset,
  type Switch,
} from '@switchyard/core';

type Served = Pick<HeldRuleset, 'ruleset' | 'candidate'>;

/** The switches that may be served differently to anybody, whether they had the candidate or get it. */
export function touchedKeys(before: Served, after: Served): string[] {
  const others = [before.candidate, after, after.candidate];
  return [
    ...new Set(others.flatMap((each) => (each ? changedKeys(before.ruleset, each.ruleset) : []))),
  ];
}

/** The switches that may be served differently: redefined, referring to what was, or depending on one that may. */
export function changedKeys(before: Ruleset, after: Ruleset): string[] {
  const refersToChanged = referrals(before, after);
  const changed = new Set<string>();
  for (const key of keysOf(before.switches, after.switches)) {
    const definition = own(after.switches, key);
    if (differ(own(before.switches, key), definition) || definition?.rules.some(refersToChanged)) {
      changed.add(key);
    }
  }

  const dependents = dependentsOf(after);
  // What is added while walking is walked too.
  for (const key of changed) {
    for (const dependent of dependents.get(key) ?? []) changed.add(dependent);
  }
  return [...changed];
}

type Referring = Pick<Switch['rules'][number], 'conditions'>;

function referrals(before: Ruleset, after: Ruleset): (referring: Referring) => boolean {
  const internalUsers = differ(before.internalUsers, after.internalUsers);
  const cohorts = new Set(
    keysOf(before.cohorts, after.cohorts).filter(
      (key) => Object.hasOwn(before.cohorts, key) !== Object.hasOwn(after.cohorts, key),
    ),
  );
  const refersToPeople = (condition: Condition) =>
    (condition.type === 'internal-users' && internalUsers) ||
    (condition.type === 'in-cohort' && cohorts.has(condition.cohort));
  const segments = new Set(
    keysOf(before.segments, after.segments).filter(
      (key) =>
        differ(own(before.segments, key), own(after.segments, key)) ||
        own(after.segments, key)?.conditions.some(refersToPeople),
    ),
  );
  return ({ conditions }) =>
    conditions.some(
      (condition) =>
        refersToPeople(condition) ||
        (condition.type === 'in-segment' && segments.has(condition.segment)),
    );
}

function dependentsOf({ switches }: Ruleset): Map<string, string[]> {
  const dependents = new Map<string, string[]>();
  for (const [key, { requires }] of Object.entries(switches)) {
    for (const gate of [...ancestorsOf(key), ...requires.map((each) => each.switch)]) {
      dependents.set(gate, [...(dependents.get(gate) ?? []), key]);
    }
  }
  return dependents;
}

/** Every object has a `constructor`; not everybody has a switch of that name. */
const own = <T>(things: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(things, key) ? things[key] : undefined;

const keysOf = (a: object, b: object) => [...new Set([...Object.keys(a), ...Object.keys(b)])];

const differ = (a: unknown, b: unknown) =>
  a !== b && (a === undefined || b === undefined || canonicalJson(a) !== canonicalJson(b));
