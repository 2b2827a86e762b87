import { parsePosition } from '@switchyard/core';
import type { ChangeInWords, Item, Line, Ride } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import type { CanaryPlan } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import * as meta from '../platform/meta.ts';
import { Problem } from '../platform/problem.ts';
import type { Actor, Reading } from '../platform/work.ts';
import { idOf, type Thing } from '../switches/items.ts';
import * as store from './store.ts';
import type { Action } from './words.ts';

const PAGE = 200;

/** A numbered, immutable change from one ruleset to the next. */
export interface Release {
  readonly environment: string;
  readonly number: number;
  readonly position: string;
  readonly at: string;
  readonly actor: Actor;
  readonly action: Action;
  readonly reason: string;
  readonly changes: readonly ChangeInWords[];
  readonly reverts?: number;
  readonly rolledBackBy?: number;
  /** Whether it ever went live: a candidate that was aborted has only spent its number. */
  readonly outcome: 'arrived' | 'rolling-out' | 'aborted';
  /** Its number in the deploy log. */
  readonly entry: number;
  /** The entry that says how it ended, if it was a candidate. */
  readonly settledBy?: number;
  /** Who rode, if it came by train. */
  readonly train?: Ride;
  /** Where it is in which canary plan, while it rolls out; counted from 0. */
  readonly stage?: number;
  readonly stages?: CanaryPlan;
  readonly checksum: string;
}

/** The number of the release that was live after this entry of the deploy log; 0 if there was none. */
export const liveAt = ({ tx }: Reading, environment: string, entry: number): Promise<number> =>
  store.liveAt(tx, environment, entry);

/** The release that whoever is at this position has as live; undefined if the position is of another database. */
export async function liveAtPosition(
  { tx }: Reading,
  environment: string,
  position: string,
): Promise<number | undefined> {
  const at = parsePosition(position);
  if (at === undefined || at.epoch !== (await meta.read(tx, 'epoch'))) return undefined;
  return store.liveAtSeq(tx, environment, at.seq);
}

/** Newest first, and where the next page begins. */
export async function list(
  reading: Reading,
  environment: string,
  before: number | undefined,
  limit: number,
): Promise<{ releases: Release[]; next?: number }> {
  await environments.find(reading, environment);
  const rows = await store.page(reading.tx, environment, before, limit + 1);
  const releases = await releasesOf(reading, rows.slice(0, limit));
  const last = releases.at(-1);
  return rows.length > limit && last !== undefined ? { releases, next: last.number } : { releases };
}

/** Refuses if there is no such release. */
export async function find(
  reading: Reading,
  environment: string,
  number: number,
): Promise<Release> {
  const row = await store.find(reading.tx, environment, number);
  const [release] = await releasesOf(reading, row === undefined ? [] : [row]);
  if (release === undefined) {
    const { numbered: latest } = await environments.find(reading, environment);
    throw new Problem(
      'not-found',
      `There is no release ${number} in ${environment}; the latest is ${latest || 'none'}`,
    );
  }
  return release;
}

async function releasesOf(reading: Reading, rows: readonly store.Row[]): Promise<Release[]> {
  const epoch = await meta.read(reading.tx, 'epoch');
  const lines = await deployLog.findAll(
    reading,
    rows.map(({ entry }) => entry),
  );
  const bySeq = new Map(lines.map((line) => [line.seq, line]));
  const moving = rows.find(({ outcome }) => outcome === 'rolling-out');
  const candidate = moving && (await store.candidate(reading.tx, moving.environment));
  return rows.map((row) => ({
    ...releaseOf(row, bySeq.get(row.entry) as Line, epoch),
    ...(row === moving && candidate && { stage: candidate.stage, stages: candidate.plan }),
  }));
}

const releaseOf = (row: store.Row, line: Line, epoch: string): Release => ({
  environment: row.environment,
  number: row.number,
  position: meta.positionOf(epoch, row.seq),
  at: line.at,
  actor: line.actor,
  action: line.action as Action,
  reason: line.reason ?? '',
  changes: line.changes ?? [],
  ...(line.reverts !== undefined && { reverts: line.reverts }),
  ...(line.rolledBackBy !== undefined && { rolledBackBy: line.rolledBackBy }),
  outcome: row.outcome,
  entry: row.entry,
  ...(row.settled !== null && { settledBy: row.settled }),
  ...(line.train && { train: line.train }),
  checksum: row.checksum,
});

/** Everything that was changed after a release, as it was right after that release; after 0: at the very beginning. */
export async function itemsAfter(
  reading: Reading,
  environment: string,
  number: number,
): Promise<Map<string, Thing & { item: Item | null }>> {
  const items = new Map<string, Thing & { item: Item | null }>();
  for await (const { kind, key, before } of changesAfter(reading, environment, number)) {
    const id = idOf({ kind, key });
    if (!items.has(id)) items.set(id, { kind, key, item: before });
  }
  return items;
}

/** What a thing was right after a release; undefined if it has not been changed since. */
export async function itemBefore(
  reading: Reading,
  environment: string,
  thing: Thing,
  number: number,
): Promise<Item | null | undefined> {
  for await (const { kind, key, before } of changesAfter(reading, environment, number)) {
    if (kind === thing.kind && key === thing.key) return before;
  }
  return undefined;
}

async function* changesAfter(reading: Reading, environment: string, number: number) {
  for (let from = number; ; ) {
    const rows = await store.after(reading.tx, environment, from, PAGE);
    const seqs = rows.map(({ settled, entry }) => settled ?? entry);
    for (const changes of await deployLog.changesOf(reading, seqs)) yield* changes;
    const last = rows.at(-1);
    if (last === undefined) return;
    from = last.number;
  }
}
