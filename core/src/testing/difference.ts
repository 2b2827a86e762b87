import { canonicalJson } from '../canonical-json.ts';
import type { Ruleset } from '../ruleset.ts';

/** The delta as a server would say it. */
export function difference(before: Ruleset, after: Ruleset) {
  const kinds = ['switches', 'segments', 'cohorts'] as const;
  const set: Record<string, unknown> = {};
  const remove: Record<string, string[]> = {};
  for (const kind of kinds) {
    const changed = Object.entries(after[kind]).filter(
      ([key, thing]) =>
        !Object.hasOwn(before[kind], key) ||
        canonicalJson(thing) !== canonicalJson(before[kind][key]),
    );
    set[kind] = Object.fromEntries(changed);
    remove[kind] = Object.keys(before[kind]).filter((key) => !Object.hasOwn(after[kind], key));
  }
  if (canonicalJson(before.internalUsers) !== canonicalJson(after.internalUsers))
    set.internalUsers = after.internalUsers;
  return { set, remove };
}
