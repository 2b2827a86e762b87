import {
  canonicalJson,
  type Experiments,
  type ExperimentsReport,
  type Weighted,
} from '@switchyard/core';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './comparisons-store.ts';
import { REQUEST } from './definition.ts';
import type { Run, Runs } from './runs.ts';
import { limitOf, within } from './sample.ts';

/** What decides who is given which variant now, under the name that SDKs count it by. */
export interface Split extends Pick<Run, 'switch' | 'rule'> {
  readonly run: string;
  readonly split: readonly Weighted[];
}

/** What there is to compare in an environment. */
interface Compared {
  readonly runs: Runs;
  /** What has been tracked of late, besides the requests that everybody makes. */
  readonly events: readonly string[];
}

/** One variant in one run: distinct users, and how many of them had the event afterwards. */
interface VariantCounts {
  readonly variant: string;
  readonly users: number;
  readonly affected: number;
}

interface Comparison {
  /** Of all users, the same for every variant. */
  readonly sample: number;
  readonly variants: readonly VariantCounts[];
}

const DAY = 24 * 60 * 60 * 1000;
/** Events that nobody had for so long are looked for no more. */
const EVENT_DAYS = 7;
const MOST_EVENTS = 30;
/** Their names have to fit into an answer that SDKs read. */
const MOST_TOLD = 40;
/** SDKs report who was given a variant up to so long after what that user did then. */
const LATE_MS = 30_000;
/** Beyond so many users, of a run or with an event, a part is compared: nobody is to wait for the others to be counted. */
const MOST_USERS = 16_384;

const dayOf = (at: Date) => Math.floor(at.getTime() / DAY);

/** At which `seq` of the environment it was last told which splits there are. */
export const comparedAt = async (
  { tx }: Reading,
  environment: string,
): Promise<number | undefined> => (await store.of(tx, environment))?.seq;

/** These are the splits from now on. What is other than before begins anew, and what is gone is forgotten. */
export async function compare(
  { tx, now, random }: Work,
  environment: string,
  seq: number,
  splits: readonly Split[],
): Promise<void> {
  const known = await store.of(tx, environment);
  if (known === undefined) {
    const runs = Object.fromEntries(splits.map((each) => [each.run, begun(each, now)]));
    await store.insert(tx, {
      environment,
      salt: random(16).toString('base64url'),
      seq,
      runs,
      events: {},
    });
    return;
  }
  const runs = Object.fromEntries(
    splits.map((each) => [each.run, known.runs[each.run] ?? begun(each, now)]),
  );
  for (const name of Object.keys(known.runs)) {
    if (!(name in runs)) await store.forgetUsers(tx, known.id, name);
  }
  await store.set(tx, known.id, { seq, runs });
}

const begun = ({ switch: key, rule, split }: Split, now: Date): Run => ({
  switch: key,
  rule,
  split,
  startedAt: now.toISOString(),
  sample: 1,
  samples: {},
});

/** What SDKs are told: by which events, of those that they track. These come first. */
export async function told(
  { tx }: Reading,
  environment: string,
  first: readonly string[],
): Promise<Experiments> {
  const { salt = '', events = {} } = (await store.of(tx, environment)) ?? {};
  const all = new Set([...first, ...Object.keys(events).sort()]);
  return { salt, events: [...all].slice(0, MOST_TOLD) };
}

export async function comparedIn(reading: Reading, environment: string): Promise<Compared> {
  const { runs = {}, events = {} } = (await store.of(reading.tx, environment)) ?? {};
  return { runs, events: Object.keys(events).sort() };
}

/**
 * Notes which events there are, by the day: the first so many, and `always` those. Who is in stays in for as long as it
 * happens.
 */
export async function noteEvents(
  { tx, now }: Work,
  environment: string,
  names: readonly string[],
  always: readonly string[],
): Promise<void> {
  const known = await store.of(tx, environment);
  if (known === undefined) return;
  const today = dayOf(now);
  const fresh = names.filter((name) => name !== REQUEST && known.events[name] !== today);
  const kept = Object.entries(known.events).filter(([, day]) => today - day <= EVENT_DAYS);
  const events = Object.fromEntries(kept);
  let room = MOST_EVENTS - kept.length;
  for (const name of fresh) {
    if (name in events || always.includes(name) || room-- > 0) events[name] = today;
  }
  const isSame =
    fresh.every((name) => events[name] === known.events[name]) &&
    kept.length === Object.keys(known.events).length;
  if (!isSame) await store.set(tx, known.id, { events });
}

/** Takes in whom one SDK has told of, of the splits of now. */
export async function addExperiments(
  { tx, now }: Work,
  environment: string,
  report: ExperimentsReport,
): Promise<void> {
  const known = await store.of(tx, environment);
  if (known?.salt !== report.salt) return;
  const comparison = known.id;
  const runs: Record<string, Run> = { ...known.runs };
  const since = new Date(now.getTime() - LATE_MS);

  for (const [name, { sample, users }] of Object.entries(report.variants)) {
    const run = runs[name];
    if (run === undefined) continue;
    const lowest = Math.min(sample, run.sample);
    await narrow(lowest, run.sample, (from) => store.forgetUsers(tx, comparison, name, from));
    runs[name] = { ...run, sample: lowest };
    const given = new Map<string, string>();
    for (const [variant, hashes] of Object.entries(users)) {
      for (const hash of within(hashes, lowest)) given.set(hash, variant);
    }
    const rows = [...given].map(([hash, variant]) => ({
      comparison,
      run: name,
      hash,
      variant,
      since,
    }));
    await store.insertUsers(tx, rows);
  }

  for (const [event, { sample, users }] of Object.entries(report.events)) {
    if (!(event in known.events)) continue;
    const lowest = await sampleEvent(tx, comparison, runs, event, sample);
    const hashes = [...new Set(within(users, lowest))];
    await store.putEvents(
      tx,
      hashes.map((hash) => ({ comparison, event, hash, at: now })),
    );
  }
  if (!isEqual(runs, known.runs)) await store.set(tx, comparison, { runs });
}

/** No run knows of more than this part from now on. Answers the largest part that one needs. */
async function sampleEvent(
  tx: Work['tx'],
  comparison: number,
  runs: Record<string, Run>,
  event: string,
  sample: number,
): Promise<number> {
  const before = largestSample(runs, event);
  for (const [name, run] of Object.entries(runs)) {
    if (sampleOf(run, event) <= sample) continue;
    runs[name] = { ...run, samples: { ...run.samples, [event]: sample } };
  }
  const after = largestSample(runs, event);
  await narrow(after, before, (from) => store.forgetEvents(tx, comparison, event, from));
  return after;
}

const largestSample = (runs: Runs, event: string) =>
  Math.max(0, ...Object.values(runs).map((run) => sampleOf(run, event)));

/** Who is not among the users of a run is of no use to it among those who had an event. */
const sampleOf = ({ sample, samples }: Run, event: string) => Math.min(sample, samples[event] ?? 1);

const isEqual = (one: Runs, other: Runs) =>
  canonicalJson(one as never) === canonicalJson(other as never);

async function narrow(
  sample: number,
  before: number,
  forget: (from: string | undefined) => Promise<void>,
) {
  if (sample < before) await forget(limitOf(sample));
}

/** How the variants of a run compare by an event. What users did before they were given one is none of it. */
export async function variantsOf(
  { tx }: Reading,
  environment: string,
  name: string,
  event: string,
): Promise<Comparison> {
  const known = await store.of(tx, environment);
  const run = known?.runs[name];
  if (known === undefined || run === undefined) return { sample: 1, variants: [] };
  const sample = sampleOf(run, event);
  return { sample, variants: await store.counts(tx, known.id, name, event, limitOf(sample)) };
}

/** Keeps small what there is of users, and forgets events that nobody has any more. */
export async function sweepComparisons({ tx }: Work, most = MOST_USERS): Promise<boolean> {
  for (const { id, runs: known, events } of await store.all(tx)) {
    const runs: Record<string, Run> = { ...known };
    for (const { name, users } of await store.usersByEvent(tx, id)) {
      const sample = name in events ? largestSample(runs, name) : 0;
      if (sample === 0) await store.forgetEvents(tx, id, name);
      else if (users > most) await sampleEvent(tx, id, runs, name, sample / 2);
    }
    for (const { name, users } of await store.usersByRun(tx, id)) {
      const run = runs[name];
      if (run === undefined || users <= most) continue;
      runs[name] = { ...run, sample: run.sample / 2 };
      await store.forgetUsers(tx, id, name, limitOf(run.sample / 2));
    }
    if (!isEqual(runs, known)) await store.set(tx, id, { runs });
  }
  return false;
}
