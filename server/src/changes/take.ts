import type { Item, ItemKind } from '../deploy-log/entry.ts';
import { type Edit, withFields } from '../releases/edits.ts';
import { WHOLE } from '../releases/undoing.ts';
import { type Items, idOf } from '../switches/items.ts';
import type { Proposal } from './proposal.ts';

/** How one disputed field is settled. */
export interface Take {
  readonly kind: ItemKind;
  readonly key: string;
  /** `*` for the thing as a whole. */
  readonly field: string;
  readonly use: 'mine' | 'theirs';
}

/**
 * The proposal as if its author had seen what there is now of the fields that are settled: theirs are no longer
 * edited, mine go on top of theirs.
 */
export const taken = (proposal: Proposal, takes: readonly Take[], items: Items): Proposal =>
  takes.reduce((before, take) => settled(before, take, items), proposal);

function settled({ edits, base }: Proposal, take: Take, items: Items): Proposal {
  const id = idOf(take);
  const now = items.get(id)?.value ?? null;
  const isIt = (edit: Edit) => idOf(edit) === id;
  if (take.field === WHOLE) {
    const whole = (edit: Edit): Edit =>
      now === null && edit.set !== null ? { ...edit, set: { ...base[id], ...edit.set } } : edit;
    return {
      edits:
        take.use === 'mine'
          ? edits.map((each) => (isIt(each) ? whole(each) : each))
          : edits.filter((each) => !isIt(each)),
      base: { ...base, [id]: now },
    };
  }
  return {
    edits:
      take.use === 'mine'
        ? edits
        : edits.flatMap((each) => (isIt(each) ? withoutField(each, take.field) : [each])),
    base: { ...base, [id]: withFields(base[id] ?? {}, [[take.field, own(now, take.field)]]) },
  };
}

function withoutField(edit: Edit, field: string): Edit[] {
  if (edit.set === null) return [edit];
  const rest = Object.entries(edit.set).filter(([name]) => name !== field);
  return rest.length === 0 ? [] : [{ ...edit, set: Object.fromEntries(rest) }];
}

const own = (item: Item | null, field: string) =>
  item !== null && Object.hasOwn(item, field) ? item[field] : undefined;
