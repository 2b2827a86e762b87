import type { Change, Item } from '../deploy-log/entry.ts';
import type { Extent } from '../environments/policy.ts';
import { isSame } from '../releases/edits.ts';
import { isHarmless } from '../releases/validity.ts';
import type { Items } from '../switches/items.ts';

/** How far these changes go where things are like that. */
export function extentOf(changes: readonly Change[], items: Items): Extent {
  if (changes.every((each) => isHarmless(each, items))) return 'harmless';
  return changes.every((each) => isHarmless(each, items) || isPercentage(each))
    ? 'percentages'
    : 'anything';
}

const isPercentage = ({ kind, before, after }: Change) =>
  kind === 'switch' &&
  before !== null &&
  after !== null &&
  isSame(withoutShares(before), withoutShares(after));

const withoutShares = (item: Item) => ({ ...item, rules: leveled(item.rules) });

/** The same with every percentage at none, wherever it stands. */
function leveled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(leveled);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, each]) => [name, leveled(each)]);
  const isShare = 'type' in value && value.type === 'percentage';
  return { ...Object.fromEntries(members), ...(isShare && { thousandths: 0 }) };
}
