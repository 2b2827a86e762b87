import type { Item, ItemKind } from '../deploy-log/entry.ts';
import { ERASED, mapItem } from '../deploy-log/service.ts';
import type { Work } from '../platform/work.ts';
import { isSame } from '../releases/edits.ts';
import * as store from './store.ts';

/**
 * Forgets a user key or e-mail in all changes that are over, and says whether any had it. What is still to leave keeps
 * it, as rules do that are live: whoever wants it gone takes it out there.
 */
export async function forget({ tx }: Work, value: string): Promise<boolean> {
  let isForgotten = false;
  for (const { environment, number, edits, base } of await store.overWith(tx, value)) {
    const after = {
      edits: edits.map((each) => ({ ...each, set: without(value, each.kind, each.set) })),
      base: Object.fromEntries(
        Object.entries(base).map(([id, item]) => [id, without(value, kindIn(id), item)]),
      ),
    };
    if (isSame(after, { edits, base })) continue;
    await store.update(tx, environment, number, after);
    isForgotten = true;
  }
  return isForgotten;
}

/** Of a thing, by its id. */
const kindIn = (id: string) => id.slice(0, id.indexOf(' ')) as ItemKind;

const without = (value: string, kind: ItemKind, item: Item | null): Item | null =>
  item && mapItem(kind, item, (each) => (each === value ? ERASED : each));
