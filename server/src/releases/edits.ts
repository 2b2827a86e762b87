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

/** One edit of each thing, in place of several that edit different fields of it. */
export function combine(edits: readonly Edit[]): Edit[] {
  const combined = new Map<string, Edit>();
  for (const edit of edits) {
    const other = combined.get(idOf(edit));
    const set = other?.set && edit.set ? { ...other.set, ...edit.set } : edit.set;
    combined.set(idOf(edit), { ...edit, base: other?.base ?? edit.base, set });
  }
  return [...combined.values()];
}

/** What things become, whatever the edits say of kills: nothing lifts one, nor deletes what is killed. */
export const keepingKills = (items: Items, edits: readonly Edit[]): Outcome[] =>
  combine(edits).map((edit) => {
    const current = items.get(idOf(edit))?.value;
    const { kind, key, after } = outcomeOf(items, edit);
    const kept = current?.killed ? (after ?? current) : after;
    return { kind, key, after: kept && withFields(kept, [['killed', current?.killed]]) };
  });

/** The items as they would be with the edits on top. */
export const withEdits = (items: Items, edits: readonly Edit[]): Items =>
  afterwards(items, changesOf(items, keepingKills(items, edits)), 0);

/** What comes to these changes, on top of what was before. */
export const editsOf = (changes: readonly Change[]): Edit[] =>
  changes.map(({ kind, key, before, after }) => {
    if (before === null || after === null) return { kind, key, set: after };
    const fields = fieldsThatDiffer(before, after).map((name) => [name, fieldOf(after, name)]);
    return { kind, key, set: Object.fromEntries(fields) };
  });

export const fieldsThatDiffer = (one: Item, other: Item): string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])]
    .filter((name) => !isSame(fieldOf(one, name), fieldOf(other, name)))
    .sort();

/** Only what is its own, for a field may be called `constructor`; null where there is none. */
export const fieldOf = (item: Item | null | undefined, name: string): unknown =>
  (item && Object.hasOwn(item, name) ? item[name] : null) ?? null;

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
