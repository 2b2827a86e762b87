import type { Change, Entry } from '../deploy-log/entry.ts';
import { sha256 } from '../platform/sha256.ts';
import { type Items, idOf, rulesetOf } from '../switches/items.ts';
import { retell, textOf, textsOf } from '../switches/ruleset-text.ts';
import { afterwards, isSame } from './edits.ts';

/** What the deploy log says that an environment has come to. */
export interface Replay {
  /** Does an entry's release over again. Returns what is wrong with it. */
  play(entry: Entry): string[];
  readonly items: Items;
  /** The entry and checksum of each release, by number. */
  readonly releases: ReadonlyMap<number, { readonly entry: number; readonly checksum: string }>;
  /** How many rulesets could not be compared, because people in them have been erased. */
  readonly skipped: number;
  /** Whether something that was erased stands in this. */
  isTorn(value: unknown): boolean;
}

/** Begins with an empty environment. `erased` stands in changes for what has been erased. */
export function createReplay(environment: string, erased: string): Replay {
  const releases = new Map<number, { entry: number; checksum: string }>();
  const texts = textsOf(rulesetOf(new Map()));
  const torn = new Set<string>();
  let items: Items = new Map();
  let skipped = 0;

  const isTorn = (value: unknown) => JSON.stringify(value ?? null).includes(erased);

  function* problemsWith({ seq, release, effect }: Entry): Generator<string> {
    const here = `Release ${release} of ${environment} (entry ${seq})`;
    if (release === undefined || effect === undefined) {
      yield `Entry ${seq} says that ${environment} changed, but not how or by which release`;
      return;
    }
    if (release !== releases.size + 1) yield `${here} follows release ${releases.size}`;
    releases.set(release, { entry: seq, checksum: effect.checksum });
    for (const change of effect.changes) {
      if (!isRightBefore(change)) yield `${here} changes ${change.key} from what it was not`;
    }
    items = afterwards(items, effect.changes, release);
    for (const change of effect.changes) {
      if (isTorn(change.after)) torn.add(idOf(change));
      else torn.delete(idOf(change));
    }
    retell(texts, items, effect.changes);
    if (torn.size > 0) skipped++;
    else if (sha256(textOf(texts)) !== effect.checksum) yield `${here} has another checksum`;
  }

  function isRightBefore(change: Change): boolean {
    const known = items.get(idOf(change))?.value ?? null;
    return isTorn(change.before) || isTorn(known) || isSame(known, change.before);
  }

  return {
    play: (entry) => [...problemsWith(entry)],
    isTorn,
    releases,
    get items() {
      return items;
    },
    get skipped() {
      return skipped;
    },
  };
}
