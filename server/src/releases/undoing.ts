import { canonicalJson } from '@switchyard/core';
import type { Change, Item } from '../deploy-log/entry.ts';
import { type Items, idOf, type Thing } from '../switches/items.ts';
import {
  afterwards,
  changesOf,
  fieldOf,
  fieldsThatDiffer,
  isSame,
  type Outcome,
  withFields,
} from './edits.ts';
import { newFaults, pathOf } from './validity.ts';

/** Stands for a thing as a whole, where a field is named. */
export const WHOLE = '*';

/** A field, or a whole thing, to put back as it was. */
interface Step extends Thing {
  readonly field: string;
  /** The thing, null to remove it; or what the field was, null where it was not. */
  readonly value: unknown;
}

/** What stays as it is, and why. */
export interface Kept extends Thing {
  readonly field: string;
  readonly words: string;
}

export interface Undoing {
  readonly steps: readonly Step[];
  readonly kept: readonly Kept[];
}

/** What undoes these changes of one release, and what has been changed again since and therefore stays. */
export function undo(items: Items, changes: readonly Change[]): Undoing {
  const steps: Step[] = [];
  const kept: Kept[] = [];
  for (const { kind, key, before, after } of changes) {
    const current = items.get(idOf({ kind, key }))?.value ?? null;
    const keep = (field: string, words: string) => kept.push({ kind, key, field, words });
    const put = (field: string, value: unknown) => steps.push({ kind, key, field, value });
    if (before === null) {
      if (current === null) continue;
      if (current.killed) keep(WHOLE, `${key} is killed, and stays until it is revived`);
      else if (isSame(current, after)) put(WHOLE, null);
      else keep(WHOLE, `${key} has been changed since, and stays`);
    } else if (after === null) {
      if (current === null) put(WHOLE, unkilled(before));
      else keep(WHOLE, `${key} has been made again since, and stays`);
    } else if (current === null) {
      keep(WHOLE, `${key} has been deleted since, and stays deleted`);
    } else {
      for (const field of fieldsThatDiffer(before, after)) {
        if (field === 'killed')
          keep(field, `${key}: only kill and revive change whether it is killed`);
        else if (isSame(fieldOf(current, field), fieldOf(after, field)))
          put(field, fieldOf(before, field));
        else keep(field, `${key}: ${field} has been changed since, and stays`);
      }
    }
  }
  return { steps, kept };
}

/** What makes these things as they were. */
export function restore(
  items: Items,
  wanted: ReadonlyMap<string, Thing & { item: Item | null }>,
): Undoing {
  const steps: Step[] = [];
  const kept: Kept[] = [];
  for (const [id, { kind, key, item }] of wanted) {
    const current = items.get(id)?.value ?? null;
    if (current === null && item !== null) {
      steps.push({ kind, key, field: WHOLE, value: unkilled(item) });
    } else if (current?.killed && item === null) {
      const words = `${key} is killed, and stays until it is revived`;
      kept.push({ kind, key, field: WHOLE, words });
    } else if (current !== null && item === null) {
      steps.push({ kind, key, field: WHOLE, value: null });
    } else if (current !== null && item !== null) {
      for (const field of fieldsThatDiffer(current, item)) {
        if (field !== 'killed') steps.push({ kind, key, field, value: fieldOf(item, field) });
      }
    }
  }
  return { steps, kept };
}

const unkilled = ({ killed: _, ...item }: Item): Item => item;

/** The changes that the steps come to, without the few that would leave something that makes no sense. */
export function fit(items: Items, { steps, kept }: Undoing): { changes: Change[]; kept: Kept[] } {
  let taken = steps;
  const dropped = new Map<Step, string>();
  for (;;) {
    const faults = faultsAfter(items, taken);
    if (faults.length === 0) break;
    const culprits = culpritsOf(items, taken, faults);
    for (const [step, message] of culprits) dropped.set(step, message);
    taken = taken.filter((step) => !culprits.has(step));
  }
  for (const step of [...dropped.keys()].slice(0, MOST_SECOND_TRIES)) {
    if (faultsAfter(items, [...taken, step]).length > 0) continue;
    taken = [...taken, step];
    dropped.delete(step);
  }
  return {
    changes: changesOf(items, outcomesOf(items, taken)),
    kept: [
      ...kept,
      ...[...dropped].map(([{ kind, key, field }, message]) => ({
        kind,
        key,
        field,
        words: `${key}${field === WHOLE ? '' : `: ${field}`} stays, for otherwise: ${message}`,
      })),
    ],
  };
}

// Each is a check of the whole ruleset.
const MOST_SECOND_TRIES = 50;

type Fault = ReturnType<typeof newFaults>[number];

function faultsAfter(items: Items, steps: readonly Step[]): Fault[] {
  const changes = changesOf(items, outcomesOf(items, steps));
  return newFaults(items, afterwards(items, changes, 0), changes);
}

function outcomesOf(items: Items, steps: readonly Step[]): Outcome[] {
  const outcomes = new Map<string, Outcome>();
  for (const { kind, key, field, value } of steps) {
    const id = idOf({ kind, key });
    const before = outcomes.get(id)?.after ?? items.get(id)?.value ?? {};
    const after = field === WHOLE ? (value as Item | null) : withFields(before, [[field, value]]);
    outcomes.set(id, { kind, key, after });
  }
  return [...outcomes.values()];
}

/**
 * The steps that faults come from: those on the very field, else on the thing, else on what the thing
 * mentions, else all.
 */
function culpritsOf(
  items: Items,
  steps: readonly Step[],
  faults: readonly Fault[],
): Map<Step, string> {
  const widening = [
    (step: Step, { path }: Fault) =>
      isOn(step, path) && (step.field === WHOLE || step.field === path[pathOf(step).length]),
    (step: Step, { path }: Fault) => isOn(step, path),
    (step: Step, { path }: Fault) => mentions(items, path, step.key),
    () => true,
  ];
  for (const isCulprit of widening) {
    const found = new Map<Step, string>();
    for (const fault of faults) {
      for (const step of steps) if (isCulprit(step, fault)) found.set(step, fault.message);
    }
    if (found.size > 0) return found;
  }
  return new Map();
}

const isOn = (step: Step, path: readonly string[]) =>
  pathOf(step).every((part, index) => part === path[index]);

const mentions = (items: Items, path: readonly string[], key: string) =>
  [...items.values()].some(
    (item) =>
      isOn({ ...item, field: WHOLE }, path) &&
      canonicalJson(item.value).includes(canonicalJson(key)),
  );
