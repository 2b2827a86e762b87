import { gatesOf } from '../gates.ts';
import type { Switch } from '../ruleset.ts';

/** The circles among switches that are in one or depend on one. Every one of them leads into a circle. */
export function cyclesIn(
  cyclic: ReadonlySet<string>,
  switches: ReadonlyMap<string, Switch>,
): string[][] {
  const cycles: string[][] = [];
  const visited = new Set<string>();
  for (const start of cyclic) {
    const way: string[] = [];
    let at: string | undefined = start;
    while (at !== undefined && !visited.has(at)) {
      visited.add(at);
      way.push(at);
      at = gatesOf(at, switches).find((each) => cyclic.has(each));
    }
    const from = way.indexOf(at as string);
    if (from >= 0) cycles.push(way.slice(from));
  }
  return cycles;
}
