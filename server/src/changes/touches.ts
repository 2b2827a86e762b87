import type { Edit } from '../releases/edits.ts';
import { WHOLE } from '../releases/undoing.ts';
import { idOf, type Thing } from '../switches/items.ts';

/** A field that a change edits; `*` where it makes the thing or takes it away. */
export interface Touch extends Thing {
  readonly field: string;
}

export const touchesOf = (edits: readonly Edit[]): Touch[] =>
  edits.flatMap(({ kind, key, base, set }) => {
    const fields = set === null || base === 0 ? [WHOLE] : Object.keys(set).sort();
    return fields.map((field) => ({ kind, key, field }));
  });

/** What both touch, if anything: two such changes cannot leave as one release. */
export const overlapOf = (ones: readonly Touch[], others: readonly Touch[]): Touch | undefined => {
  for (const one of ones) {
    for (const other of others) {
      if (idOf(one) !== idOf(other)) continue;
      if (other.field === WHOLE) return other;
      if (one.field === WHOLE || one.field === other.field) return one;
    }
  }
  return undefined;
};

/** `state of checkout` */
export function touchInWords({ kind, key, field }: Touch): string {
  const thing =
    kind === 'switch' ? key : kind === 'internal-users' ? 'internal users' : `${kind} ${key}`;
  return field === WHOLE ? thing : `${field} of ${thing}`;
}
