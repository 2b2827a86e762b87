import type { Item } from '../deploy-log/entry.ts';
import type { Thing } from '../switches/items.ts';
import { type Edit, fieldOf, isSame } from './edits.ts';

/** A field that two people want to be different. */
export interface Difference extends Thing {
  readonly field: string;
  /** What both started from; absent if nobody knows. */
  readonly base?: unknown;
  readonly theirs: unknown;
  readonly yours: unknown;
}

/** Field by field: what the editor saw, what has become of it, what the editor wants. */
export function differencesOf(
  { kind, key, set }: Edit,
  base: Item | null | undefined,
  theirs: Item | null,
): Difference[] {
  const fields = new Set(Object.keys({ ...base, ...theirs, ...set }));
  return [...fields].sort().flatMap((field) => {
    const [was, is] = [fieldOf(base, field), fieldOf(theirs, field)];
    const wanted = set === null || Object.hasOwn(set, field) ? fieldOf(set, field) : was;
    return isSame(is, wanted)
      ? []
      : [{ kind, key, field, ...(base !== undefined && { base: was }), theirs: is, yours: wanted }];
  });
}
