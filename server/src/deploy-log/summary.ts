import type { Reading } from '../platform/work.ts';
import type { Entry, Ride } from './entry.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;
/** Mostly enough to find the last one. */
const FIRST_PAGE = 20;
const PAGE = 1_000;

/** The page foot that Flickr had: when the last deploy was, and how many there were lately. */
export interface Summary {
  readonly days: number;
  /** Of code and config together. */
  readonly deploys: number;
  readonly code: number;
  readonly config: number;
  /** Commits, and things that releases changed. */
  readonly changes: number;
  readonly people: number;
  readonly last: Last | null;
}

interface Last {
  readonly entry: number;
  readonly at: string;
  readonly by: string;
  readonly kind: 'code' | 'config';
  readonly environment: string;
  readonly title: string;
}

/** Of these environments; of all unless given. */
export async function summary(
  reading: Reading,
  environments: readonly string[] | undefined,
  days: number,
): Promise<Summary> {
  const from = new Date(reading.now.getTime() - days * DAY_MS);
  const filter = { kinds: ['code', 'config'], environments, from, isUnfolded: true } as const;
  const people = new Set<string>();
  let [code, config, changes] = [0, 0, 0];
  for await (const { entry, ride } of deploys(reading, filter)) {
    if (entry.kind === 'code') code++;
    else config++;
    changes += countOf(entry);
    for (const name of namesOf(entry, ride)) people.add(name.toLowerCase());
  }
  return {
    days,
    deploys: code + config,
    code,
    config,
    changes,
    people: people.size,
    last: await last(reading, environments),
  };
}

async function last(
  reading: Reading,
  environments: readonly string[] | undefined,
): Promise<Last | null> {
  const filter = { kinds: ['code', 'config'], environments, isUnfolded: true } as const;
  for await (const { entry, ride } of deploys(reading, filter)) {
    const { seq, at, deploy, kind, environment = '', title } = entry;
    const [by = entry.actor.name, ...others] = namesOf(entry, ride);
    const isMore = others.length > 0 && kind === 'config';
    return {
      entry: seq,
      at: deploy?.at ?? at,
      by: isMore ? `${by} and ${others.length} more` : by,
      kind: kind as Last['kind'],
      environment,
      title,
    };
  }
  return null;
}

/** What was deployed, newest first: neither what is under way nor what came to nothing. */
async function* deploys({ tx }: Reading, filter: store.Filter) {
  let before: number | undefined;
  for (let limit = FIRST_PAGE; ; limit = PAGE) {
    const rows: store.Row[] = await store.page(tx, { ...filter, before }, limit);
    // Who rode stands where a release departed.
    const departures = rows.flatMap(({ kind, settles }) =>
      kind === 'config' ? (settles ?? []) : [],
    );
    const starts = new Map(
      (await store.findAll(tx, departures)).map((row) => [row.seq, row.entry] as const),
    );
    for (const { entry: text, settles } of rows) {
      const entry: Entry = JSON.parse(text);
      if (vain.has(entry.action)) continue;
      const start = starts.get(settles ?? 0);
      const departure: Entry | undefined = start === undefined ? undefined : JSON.parse(start);
      yield { entry, ride: entry.train ?? departure?.train };
    }
    before = rows.at(-1)?.seq;
    if (rows.length < limit) return;
  }
}

const vain = new Set(['start', 'fail', 'back-to-here', 'depart', 'stage', 'abort']);

const countOf = ({ deploy, effect }: Entry) =>
  deploy ? (deploy.commits?.count ?? 1) : (effect?.changes.length ?? 0);

/** Whose deploy it was, who is named first. */
function namesOf({ deploy, actor }: Entry, ride: Ride | undefined): string[] {
  if (deploy) return [deploy.by ?? actor.name, ...(deploy.commits?.authors ?? [])];
  if (ride) return [...new Set(ride.riders.map(({ author }) => author.name))];
  return actor.kind === 'system' ? [] : [actor.name];
}
