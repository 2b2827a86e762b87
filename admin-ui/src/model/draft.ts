/** A thing that can be edited: top-level fields that are replaced whole. */
export type Fields = Readonly<Record<string, unknown>>;

/** What one person wants to change about a thing, and what it was when they began. */
export interface Draft {
  /** The thing as it was when the draft was begun, with the release that made it so. */
  readonly base: Fields;
  readonly version: number;
  /** The fields to set; null removes one. */
  readonly set: Fields;
}

/** A field that somebody else changed meanwhile, to something else than we want. */
export interface Clash {
  readonly field: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly yours: unknown;
}

/** The thing as the draft would have it. */
export function applied<Thing extends Fields>(thing: Thing, set: Fields): Thing {
  const result: Record<string, unknown> = { ...thing, ...set };
  for (const [field, value] of Object.entries(set)) if (value === null) delete result[field];
  return result as Thing;
}

/** Adds to a draft. What ends up as it was is no longer part of it. */
export function changed(draft: Draft, changes: Fields): Draft {
  const set: Record<string, unknown> = { ...draft.set };
  for (const [field, value] of Object.entries(changes)) {
    if (isSame(value ?? undefined, draft.base[field])) delete set[field];
    else set[field] = value ?? null;
  }
  return { ...draft, set };
}

export const isEmpty = ({ set }: Draft) => Object.keys(set).length === 0;

/** Where a draft and what is there now disagree. None means that it can be put on top as it is. */
export function clashes({ base, set }: Draft, now: Fields): readonly Clash[] {
  return Object.entries(set).flatMap(([field, value]) => {
    const yours = value ?? undefined;
    const theirs = now[field];
    const agree = isSame(theirs, base[field]) || isSame(theirs, yours);
    return agree ? [] : [{ field, base: base[field], theirs, yours }];
  });
}

/** The draft on top of what is there now: keeps what it wants, drops what has come true by itself. */
export const rebased = (draft: Draft, now: Fields, version: number): Draft =>
  changed({ base: now, version, set: {} }, draft.set);

/** The draft without some fields, on top of what is there now. */
export function yielded(
  draft: Draft,
  now: Fields,
  version: number,
  fields: readonly string[],
): Draft {
  const set = Object.fromEntries(
    Object.entries(draft.set).filter(([field]) => !fields.includes(field)),
  );
  return rebased({ ...draft, set }, now, version);
}

/** Equal as JSON, whatever the order of members. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length &&
    keys.every(
      (key) => Object.hasOwn(other, key) && isSame((one as Fields)[key], (other as Fields)[key]),
    )
  );
}
