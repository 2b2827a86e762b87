import type { Change, Item } from '../deploy-log/entry.ts';
import type { Reading } from '../platform/work.ts';
import { changesOf, type Edit, outcomeOf } from '../releases/edits.ts';
import { itemBefore } from '../releases/history.ts';
import { type Items, idOf } from '../switches/items.ts';
import { type Merge, merge } from './merge.ts';

/** Edits, and what whoever made them saw. */
export interface Proposal {
  readonly edits: readonly Edit[];
  readonly base: Readonly<Record<string, Item | null>>;
}

/** Keeps what the author saw beside the edits. A base that is not the latest is looked up in history. */
export async function proposalOf(
  reading: Reading,
  environment: string,
  edits: readonly Edit[],
  items: Items,
): Promise<Proposal> {
  const base: Record<string, Item | null> = {};
  const based: Edit[] = [];
  for (const edit of edits) {
    const now = items.get(idOf(edit));
    const version = edit.base ?? now?.version ?? 0;
    const seen =
      version === (now?.version ?? 0)
        ? undefined
        : await itemBefore(reading, environment, edit, version);
    base[idOf(edit)] = seen === undefined ? (now?.value ?? null) : seen;
    based.push({ ...edit, base: version });
  }
  return { edits: based, base };
}

/** What it comes to on top of what is there now, and what is disputed. */
export const mergeOnto = (items: Items, { edits, base }: Proposal): Merge =>
  merge(new Map(Object.entries(base)), edits, items);

/** What would really change, without what is disputed. */
export const changesOnto = (items: Items, edits: readonly Edit[]): Change[] =>
  changesOf(
    items,
    edits.map((each) => outcomeOf(items, each)),
  );

/** What it changed, going by what was there when it left. */
export function changesSince({ edits, base }: Proposal): Change[] {
  const items: Items = new Map(
    edits.flatMap(({ kind, key, base: version = 0 }) => {
      const id = idOf({ kind, key });
      const value = base[id] ?? null;
      return value === null ? [] : [[id, { kind, key, value, version }] as const];
    }),
  );
  return changesOnto(items, edits);
}
