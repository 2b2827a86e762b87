import { canonicalJson } from '@switchyard/core';
import type { Change, Item } from '../deploy-log/entry.ts';
import { defaultOf, type Items, idOf, type StoredItem, type Thing } from '../switches/items.ts';

/** What is to be other than it is about one thing. */
export interface Edit extends Thing {
  /** The version that the editor saw; 0 where there was nothing. */
  readonly base?: number | undefined;
  /** The fields to replace, null to take one away; null as a whole to take the thing away. */
  readonly set: Item | null;
}

/** What a thing is to become; null to be gone. */
export interface Outcome extends Thing {
  readonly after: Item | null;
}

export const outcomeOf = (items: Items, edit: Edit): Outcome => ({
  kind: edit.kind,
  key: edit.key,
  after:
    edit.set === null
      ? null
      : withFields(items.get(idOf(edit))?.value ?? defaultOf(edit), Object.entries(edit.set)),
});

/** Fields that are null or undefined are taken away. */
export function withFields(item: Item, fields: readonly (readonly [string, unknown])[]): Item {
  const result = new Map(Object.entries(item));
  for (const [name, value] of fields) {
    if (value === null || value === undefined) result.delete(name);
    else result.set(name, value);
  }
  return Object.fromEntries(result);
}

/** What really changes, in a fixed order. */
export function changesOf(items: Items, outcomes: readonly Outcome[]): Change[] {
  return outcomes
    .map(({ kind, key, after }) => ({
      kind,
      key,
      before: items.get(idOf({ kind, key }))?.value ?? null,
      after,
    }))
    .filter(({ before, after }) => !isSame(before, after))
    .sort((one, other) => (idOf(one) < idOf(other) ? -1 : 1));
}

/** The items as they are after the changes. */
export function afterwards(items: Items, changes: readonly Change[], version: number): Items {
  const result = new Map<string, StoredItem>(items);
  for (const { kind, key, after } of changes) {
    if (after === null) result.delete(idOf({ kind, key }));
    else result.set(idOf({ kind, key }), { kind, key, value: after, version });
  }
  return result;
}

export const isSame = (one: unknown, other: unknown) =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null);
