import type { Condition } from '../conditions/index.ts';
import { percent } from '../percent.ts';
import { describeConditions } from './condition.ts';
import { difference, shown } from './words.ts';

/** Field by field where they still ask the same questions; else what they asked and what they ask now. */
export function conditionsChange(
  before: readonly Condition[],
  after: readonly Condition[],
  of: string,
): string[] {
  const isAlike =
    before.length === after.length &&
    before.every(({ type, not }, at) => type === after[at]?.type && !not === !after[at]?.not);
  if (isAlike) return before.flatMap((each, at) => fieldChanges(each, after[at] as Condition, of));
  return [`conditions${of}: ${describeConditions(before)} → ${describeConditions(after)}`];
}

function fieldChanges(before: Condition, after: Condition, of: string): string[] {
  const [old, now] = [before, after] as unknown as Readonly<Record<string, unknown>>[];
  const names = Object.keys({ ...old, ...now }).filter((name) => name !== 'not');
  return names.flatMap((name) => {
    const [from, to] = [old?.[name], now?.[name]];
    if (JSON.stringify(from) === JSON.stringify(to)) return [];
    if (Array.isArray(from) && Array.isArray(to)) {
      return [`${name}${of}: ${difference(from, to) || 'another order'}`];
    }
    if (name === 'thousandths') {
      return [`percentage${of}: ${percent(from as number)} → ${percent(to as number)}`];
    }
    return [`${name}${of}: ${shown(from)} → ${shown(to)}`];
  });
}
