import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as deployLog from '../deploy-log/service.ts';
import type { Environment } from '../environments/service.ts';
import * as environments from '../environments/service.ts';
import type { Reading, Runner } from '../platform/work.ts';
import type { Items } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { editsOf, isSame } from './edits.ts';
import { createReplay, type Replay } from './replay.ts';
import * as store from './store.ts';

export interface Verification {
  readonly ok: boolean;
  readonly entries: number;
  readonly head: { readonly seq: number; readonly hash: string } | null;
  readonly problems: readonly string[];
  /** What could not be checked, and why. */
  readonly skipped: readonly string[];
}

/** More would be of no use to anybody. */
const MOST_PROBLEMS = 100;

/**
 * Checks that the deploy log is what was written: that its chain is whole, that the releases of each
 * environment are numbered without gap, that what arrived is what departed, and that doing all of them over again
 * gives what there is now.
 */
export async function verify(read: Runner['read']): Promise<Verification> {
  // Stands for what has been erased. Nobody is called that.
  const erased = randomUUID();
  const replays = new Map<string, Replay>();
  const problems: string[] = [];
  let head = deployLog.START;
  let entries = 0;
  let present: readonly Present[] | undefined;
  while (present === undefined && problems.length < MOST_PROBLEMS) {
    const from = head;
    const page = await read(async (reading) => {
      const checked = await deployLog.checkNext(reading, from, erased);
      // In the same snapshot as the last page.
      return { checked, present: checked.isLast ? await presentIn(reading) : undefined };
    });
    const { checked } = page;
    ({ present } = page);
    ({ head } = checked);
    entries += checked.count;
    problems.push(...checked.problems);
    for (const entry of checked.entries) {
      if (entry.kind !== 'config' || entry.environment === undefined) continue;
      const replay = replays.get(entry.environment) ?? createReplay(entry.environment, erased);
      replays.set(entry.environment, replay);
      problems.push(...replay.play(entry));
    }
    await setImmediate();
  }
  for (const each of present ?? []) {
    const { key } = each.environment;
    problems.push(...differences(each, replays.get(key) ?? createReplay(key, erased)));
  }
  return {
    ok: problems.length === 0,
    entries,
    head: entries === 0 ? null : head,
    problems: problems.slice(0, MOST_PROBLEMS),
    skipped: [...replays].flatMap(([environment, { skipped }]) =>
      skipped === 0
        ? []
        : [
            `${skipped} rulesets of ${environment} were not compared: people in them have been erased`,
          ],
    ),
  };
}

/** An environment as the tables have it. */
interface Present {
  readonly environment: Environment;
  readonly items: Items;
  readonly releases: readonly store.Row[];
  readonly candidate: store.CandidateRow | undefined;
}

async function presentIn(reading: Reading): Promise<Present[]> {
  const all: Present[] = [];
  for (const environment of await environments.list(reading)) {
    all.push({
      environment,
      items: await switches.itemsOf(reading, environment.key),
      releases: await store.all(reading.tx, environment.key),
      candidate: await store.candidate(reading.tx, environment.key),
    });
  }
  return all;
}

function* differences(present: Present, replay: Replay): Generator<string> {
  const { key, release, numbered } = present.environment;
  const { live, releases } = replay;
  if (release !== live) yield `${key} is at release ${release}, the log ends at ${live}`;
  if (numbered !== releases.size) {
    yield `${key} has numbered ${numbered} releases, the log tells of ${releases.size}`;
  }
  const rows = new Map(present.releases.map((row) => [row.number, row]));
  for (const [number, told] of releases) {
    if (!isSame({ ...rows.get(number), ...told }, rows.get(number))) {
      yield `Release ${number} of ${key} is not what entry ${told.settled ?? told.entry} says`;
    }
  }
  yield* differencesInCandidate(present, replay);
  for (const number of [...rows.keys()].sort((a, b) => a - b)) {
    if (!replay.releases.has(number)) yield `Release ${number} of ${key} is not in the log`;
  }
  for (const id of [...new Set([...present.items.keys(), ...replay.items.keys()])].sort()) {
    const [is, was] = [present.items.get(id), replay.items.get(id)];
    const isRight = is?.version === was?.version && isSame(is?.value, was?.value);
    if (!isRight && !replay.isTorn(was?.value)) {
      yield `${id} in ${key} is not what the log says it is`;
    }
  }
}

function* differencesInCandidate(
  { environment: { key }, candidate }: Present,
  { rollingOut, isTorn }: Replay,
): Generator<string> {
  if (candidate?.release !== rollingOut?.number || candidate?.entry !== rollingOut?.entry) {
    const said = (number: number | undefined) => (number ? `release ${number}` : 'nothing');
    yield `In ${key} ${said(candidate?.release)} rolls out, the log says ${said(rollingOut?.number)}`;
  } else if (candidate && rollingOut && !isTorn(rollingOut.changes)) {
    if (isSame(candidate.edits, editsOf(rollingOut.changes))) return;
    yield `What rolls out in ${key} is not what departed as release ${candidate.release}`;
  }
}
