import type { Change, Entry } from '../deploy-log/entry.ts';
import { sha256 } from '../platform/sha256.ts';
import { type Items, idOf, rulesetOf } from '../switches/items.ts';
import { retell, textOf, textsOf } from '../switches/ruleset-text.ts';
import { afterwards, isSame } from './edits.ts';
import type { Row } from './store.ts';

/** A release as the deploy log tells it. */
type Told = Pick<Row, 'number' | 'entry' | 'checksum' | 'outcome' | 'settled'>;

type Effect = NonNullable<Entry['effect']>;

/** What the deploy log says that an environment has come to. */
export interface Replay {
  /** Does over again what an entry says. Returns what is wrong with it. */
  play(entry: Entry): string[];
  readonly items: Items;
  /** By number: there is no gap, for also those that were taken back spent theirs. */
  readonly releases: ReadonlyMap<number, Told>;
  /** The number of the release that is live; 0 before the first. */
  readonly live: number;
  /** With what it changes. */
  readonly rollingOut: (Told & { readonly changes: readonly Change[] }) | undefined;
  /** How many rulesets could not be compared, because people in them have been erased. */
  readonly skipped: number;
  /** Whether something that was erased stands in this. */
  isTorn(value: unknown): boolean;
}

/** Begins with an empty environment. `erased` stands in changes for what has been erased. */
export function createReplay(environment: string, erased: string): Replay {
  const releases = new Map<number, Told>();
  let items: Items = new Map();
  let texts = textsOf(rulesetOf(items));
  let torn = new Set<string>();
  let live = 0;
  let rollingOut: Replay['rollingOut'];
  let skipped = 0;

  const isTorn = (value: unknown) => JSON.stringify(value ?? null).includes(erased);

  function* problemsWith(entry: Entry): Generator<string> {
    const { seq, action, release, effect } = entry;
    const isAboutCandidate = ['stage', 'arrive', 'abort'].includes(action);
    const hasEffect = action !== 'stage' && action !== 'abort';
    if (release === undefined || (hasEffect && effect === undefined)) {
      yield `Entry ${seq} says that ${environment} changed, but not how or by which release`;
      return;
    }
    const here = `Release ${release} of ${environment} (entry ${seq})`;
    if (!isAboutCandidate) yield* numbering(here, entry, release);
    else if (rollingOut?.number !== release) yield `${here} was not rolling out`;
    if (effect !== undefined) yield* outcome(here, effect, release, action !== 'depart');
    if (action === 'arrive' || action === 'abort') yield* settling(here, entry, release);
    else if (action === 'depart') {
      rollingOut = { ...(releases.get(release) as Told), changes: effect?.changes ?? [] };
    }
    if (hasEffect && action !== 'depart') live = release;
  }

  /** The next number, even if it comes to nothing. */
  function* numbering(here: string, { seq, action, effect }: Entry, number: number) {
    if (number !== releases.size + 1) yield `${here} follows release ${releases.size}`;
    if (rollingOut !== undefined && action !== 'kill' && action !== 'revive') {
      yield `${here} was published while release ${rollingOut.number} was rolling out`;
    }
    releases.set(number, {
      number,
      entry: seq,
      checksum: effect?.checksum ?? '',
      outcome: action === 'depart' ? 'rolling-out' : 'arrived',
      settled: null,
    });
  }

  function* settling(here: string, { seq, action, settles, effect }: Entry, number: number) {
    const before = releases.get(number);
    if (before === undefined) return;
    if (settles !== before.entry) yield `${here} does not settle how it departed`;
    if (effect !== undefined && !isWhatDeparted(effect)) {
      yield `${here} arrived as something else than departed`;
    }
    const outcome = action === 'arrive' ? 'arrived' : 'aborted';
    releases.set(number, { ...before, outcome, settled: seq });
    rollingOut = undefined;
  }

  /** What is killed or archived shows in the changes only. */
  function isWhatDeparted({ changes, checksum }: Effect): boolean {
    const departed = rollingOut?.changes;
    return (
      checksum === rollingOut?.checksum &&
      (isTorn(changes) || isTorn(departed) || isSame(changes, departed))
    );
  }

  /** Does changes over again; those of a departure only for as long as it takes to compare. */
  function* outcome(
    here: string,
    { changes, checksum }: Effect,
    number: number,
    isLasting: boolean,
  ) {
    for (const change of changes) {
      if (!isRightBefore(change)) yield `${here} changes ${change.key} from what it was not`;
    }
    const after = afterwards(items, changes, number);
    const tornAfter = new Set(torn);
    for (const change of changes) {
      if (isTorn(change.after)) tornAfter.add(idOf(change));
      else tornAfter.delete(idOf(change));
    }
    const textsAfter = isLasting ? texts : new Map(texts);
    retell(textsAfter, after, changes);
    if (tornAfter.size > 0) skipped++;
    else if (sha256(textOf(textsAfter)) !== checksum) yield `${here} has another checksum`;
    if (isLasting) [items, texts, torn] = [after, textsAfter, tornAfter];
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
    get live() {
      return live;
    },
    get rollingOut() {
      return rollingOut;
    },
    get skipped() {
      return skipped;
    },
  };
}
