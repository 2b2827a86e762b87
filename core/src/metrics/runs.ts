import { canonicalJson } from '../canonical-json.ts';
import type { Json } from '../json.ts';
import { murmur3 } from '../murmur3.ts';
import type { Switch } from '../ruleset.ts';

/**
 * Names for what decides by chance who of a rule is given which variant: salt, weights, and what the variants are. What
 * was counted under two names is of two experiments, and is not to be added up. By the id of the rule; rules that split
 * by something other than the targeting key have none.
 */
export function runsOf(
  key: string,
  { rules, variants, salt = key }: Pick<Switch, 'rules' | 'variants' | 'salt'>,
): Map<string, string> {
  const runs = new Map<string, string>();
  try {
    for (const { id, serve } of rules) {
      if (typeof serve !== 'object' || !('split' in serve) || serve.by !== undefined) continue;
      const what = { key, rule: id, salt, split: serve.split, variants } as unknown as Json;
      runs.set(id, murmur3(canonicalJson(what), 0).toString(16).padStart(8, '0'));
    }
  } catch {
    // A definition that cannot be read.
  }
  return runs;
}
