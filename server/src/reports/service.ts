import { isKey } from '@switchyard/core';
import * as metrics from '../metrics/service.ts';
import type { Reading, Work } from '../platform/work.ts';
import type { Report } from './report.ts';
import * as store from './store.ts';
import { type Asker, asked, unknownAsked } from './tables.ts';

export type Instance = store.InstanceRow;

const MINUTE = 60_000;
/** Whoever has not reported for so long is taken to be gone. */
const SILENCE_MS = MINUTE;
const DAY = 24 * 60 * MINUTE;
const MOST_ASKED = 10_000;
const MOST_UNKNOWN = 1_000;
const MOST_UNKNOWN_AT_ONCE = 100;
/** Of those who ask for a key that is not defined. */
const MOST_ASKERS = 5;
/** A switch is not asked for any more if it was not on so many days on which anything was reported. */
const WATCHED_DAYS = 30;

/** Takes one report in; one that came before is counted once. */
export async function receive(work: Work, environment: string, report: Report): Promise<void> {
  const { tx, now } = work;
  const {
    instance,
    sequence,
    app = null,
    version = null,
    position = null,
    channel = 'live',
    leaves = false,
  } = report;
  const last = await store.findInstance(tx, environment, instance);
  if (last !== undefined && last.sequence >= sequence) return;
  if (last === undefined) await store.forgetInstances(tx, new Date(now.getTime() - 7 * DAY));
  const reportedAt = leaves ? new Date(silentSince(now).getTime() - 1) : now;
  const row = { environment, instance, sequence, app, version, position, channel, reportedAt };
  await store.putInstance(tx, row);
  if (app !== null && (last === undefined || !isAlike(last, row, now))) {
    work.announce({ kind: 'fleet-changed', environment });
  }
  await store.insertDay(tx, { environment, day: dayOf(now) });
  await noteAsked(work, environment, report.asked);
  await countUnknown(work, environment, report.unknown, { instance, app });
  if (report.metrics) {
    await metrics.take(work, environment, instance, sequence, report.metrics);
  }
}

/** Whether an instance counts as before: it runs the same, and was not taken to be gone. */
const isAlike = (last: Instance, row: Instance, now: Date) =>
  last.app === row.app &&
  last.version === row.version &&
  last.channel === row.channel &&
  last.reportedAt >= silentSince(now) &&
  row.reportedAt >= silentSince(now);

const silentSince = (now: Date) => new Date(now.getTime() - SILENCE_MS);

/** Those that are running as far as is known, by their name. */
export const instances = ({ tx, now }: Reading, environment: string): Promise<Instance[]> =>
  store.instancesSince(tx, environment, silentSince(now));

/** To the minute: most reports then write next to nothing. */
async function noteAsked(
  { tx, now }: Work,
  environment: string,
  keys: readonly string[],
): Promise<void> {
  const wanted = [...new Set(keys)].filter(isKey);
  const known = await store.askedFor(tx, [environment], wanted);
  const fresh = new Set(
    known
      .filter(({ lastAskedAt }) => now.getTime() - lastAskedAt.getTime() < MINUTE)
      .map(({ key }) => key),
  );
  const due = wanted.filter((key) => !fresh.has(key));
  if (due.length === 0) return;
  await store.putAsked(
    tx,
    due.map((key) => ({ environment, key, lastAskedAt: now })),
  );
  if (known.length < wanted.length) await store.forgetAllBut(tx, asked, environment, MOST_ASKED);
}

async function countUnknown(
  { tx, now }: Work,
  environment: string,
  counts: Readonly<Record<string, number>>,
  asker: Asker,
): Promise<void> {
  const wanted = Object.entries(counts).slice(0, MOST_UNKNOWN_AT_ONCE);
  if (wanted.length === 0) return;
  const known = await store.unknownAmong(
    tx,
    environment,
    wanted.map(([key]) => key),
  );
  const before = new Map(known.map(({ key, askers }) => [key, askers ?? []]));
  const rows = wanted.map(([key, count]) => {
    const others = (before.get(key) ?? []).filter(({ instance }) => instance !== asker.instance);
    const askers = [asker, ...others].slice(0, MOST_ASKERS);
    return { environment, key, count, lastAskedAt: now, askers, ignoredAt: null };
  });
  await store.addUnknown(tx, rows);
  await store.forgetAllBut(tx, unknownAsked, environment, MOST_UNKNOWN);
}

/** When applications last asked for a switch, by environment; missing where they never did. */
export async function lastAsked(
  { tx }: Reading,
  environments: readonly string[],
  key: string,
): Promise<Map<string, Date>> {
  const rows = await store.askedFor(tx, environments, [key]);
  return new Map(rows.map(({ environment, lastAskedAt }) => [environment, lastAskedAt]));
}

/** Keys that applications ask for and did not find, most recently asked for first. */
export const unknown = ({ tx }: Reading, environment: string): Promise<store.UnknownRow[]> =>
  store.unknown(tx, environment);

/** Says of a key that nobody wants to be told that it is not defined, or that somebody does after all. */
export const ignore = (
  { tx, now }: Work,
  environment: string,
  key: string,
  isIgnored: boolean,
): Promise<boolean> => store.setIgnored(tx, environment, key, isIgnored ? now : null);

/** When applications last asked for each switch of an environment. */
export async function asking({ tx }: Reading, environment: string): Promise<Asking> {
  const [rows, days] = [
    await store.allAsked(tx, environment),
    await store.latestDays(tx, environment, WATCHED_DAYS),
  ];
  const first = days[WATCHED_DAYS - 1];
  return {
    lastAsked: new Map(rows.map(({ key, lastAskedAt }) => [key, lastAskedAt])),
    watchedSince: first === undefined ? undefined : new Date(first * DAY),
  };
}

export interface Asking {
  readonly lastAsked: ReadonlyMap<string, Date>;
  /** What was not asked for since then was not on 30 days on which applications reported; undefined if there were fewer. */
  readonly watchedSince: Date | undefined;
}

const dayOf = (at: Date) => Math.floor(at.getTime() / DAY);
