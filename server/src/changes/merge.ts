import { createHash } from 'node:crypto';
import { canonicalJson } from '@switchyard/core';
import type { Item } from '../deploy-log/entry.ts';
import { type Edit, isSame } from '../releases/edits.ts';
import { WHOLE } from '../releases/undoing.ts';
import { type Items, idOf, type Thing } from '../switches/items.ts';
import type { Requirement } from './tables.ts';

/** A field that the change and somebody else want to be different; null where it is or was not. */
export interface Conflict extends Thing {
  /** `*` for the thing as a whole: one edits what the other deletes. */
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
}

export interface Merge {
  /** On top of what is there now. In conflict, without what is disputed. */
  readonly edits: readonly Edit[];
  readonly conflicts: readonly Conflict[];
}

/**
 * Puts the edits of a change on top of what has become of the environment, field by field. `base` is what the
 * author saw, by `idOf`. A field that both set alike stays in the edits, so that a clean merge keeps their hash.
 */
export function merge(
  base: ReadonlyMap<string, Item | null>,
  mine: readonly Edit[],
  theirs: Items,
): Merge {
  const merges = mine.map((edit) => {
    const now = theirs.get(idOf(edit));
    const seen = base.get(idOf(edit)) ?? null;
    return mergeEdit(seen, { ...edit, base: now?.version ?? 0 }, now?.value ?? null);
  });
  return {
    edits: merges.flatMap(({ edits }) => edits),
    conflicts: merges.flatMap(({ conflicts }) => conflicts),
  };
}

function mergeEdit(base: Item | null, edit: Edit, theirs: Item | null): Merge {
  const { kind, key, set } = edit;
  if (set === null) {
    if (theirs === null) return { edits: [], conflicts: [] };
    if (isSame(base, theirs)) return { edits: [edit], conflicts: [] };
    return { edits: [], conflicts: [{ kind, key, field: WHOLE, base, mine: null, theirs }] };
  }
  if (theirs === null && base !== null) {
    return { edits: [], conflicts: [{ kind, key, field: WHOLE, base, mine: set, theirs }] };
  }
  const conflicts = Object.keys(set)
    .sort()
    .map((field) => ({
      kind,
      key,
      field,
      base: fieldOf(base, field),
      mine: fieldOf(set, field),
      theirs: fieldOf(theirs, field),
    }))
    .filter((each) => !isSame(each.theirs, each.base) && !isSame(each.theirs, each.mine));
  const disputed = new Set(conflicts.map(({ field }) => field));
  const rest = Object.entries(set).filter(([field]) => !disputed.has(field));
  const isEmpty = rest.length === 0 && disputed.size > 0;
  return { edits: isEmpty ? [] : [{ ...edit, set: Object.fromEntries(rest) }], conflicts };
}

/** Fields may be called `constructor`. */
const fieldOf = (item: Item | null, field: string) =>
  item !== null && Object.hasOwn(item, field) ? (item[field] ?? null) : null;

/**
 * What an approval is bound to: the edits, whatever they are put on top of and in whatever order, and the code they
 * need: whoever takes that away lets something else depart than was approved.
 */
export function contentHash(edits: readonly Edit[], requires: readonly Requirement[] = []): string {
  const content = edits
    .map(({ kind, key, set }) => ({ kind, key, set }))
    .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
  return createHash('sha256')
    .update(canonicalJson({ edits: content, requires }))
    .digest('hex');
}
