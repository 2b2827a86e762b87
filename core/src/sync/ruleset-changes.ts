import { canonicalJson } from '../canonical-json.ts';
import { isObject } from '../json.ts';
import type { Ruleset } from '../ruleset.ts';

/** SHA-256 of a text as UTF-8, in hex. Where there is none, checksums are not checked. */
export type Sha256 = (text: string) => string;

export function checksumOf(ruleset: Ruleset, sha256: Sha256): string | undefined {
  try {
    return sha256(canonicalJson(ruleset));
  } catch {
    return undefined;
  }
}

export const isRelease = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0;

const kinds = ['switches', 'segments', 'cohorts'] as const;

/** What a ruleset becomes by `set` and `remove`; the result has to be looked at. Undefined if they cannot be read. */
export function changedRuleset(before: Ruleset, set: unknown, remove: unknown): unknown {
  if (!isObject(set) || !isObject(remove)) return undefined;
  const after: Record<string, unknown> = { ...before };
  for (const kind of kinds) {
    const { [kind]: added = {} } = set;
    const { [kind]: removed = [] } = remove;
    if (!isObject(added) || !Array.isArray(removed)) return undefined;
    const things = new Map<unknown, unknown>(Object.entries(before[kind]));
    for (const [key, thing] of Object.entries(added)) things.set(key, thing);
    for (const key of removed) things.delete(key);
    after[kind] = Object.fromEntries(things as Map<string, unknown>);
  }
  const { internalUsers } = set;
  if (isObject(internalUsers) && Object.keys(internalUsers).length === 0) return after;
  return internalUsers === undefined ? after : { ...after, internalUsers };
}
