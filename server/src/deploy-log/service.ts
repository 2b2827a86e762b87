import { describeChange } from '@switchyard/core';
import type { Reading, Work } from '../platform/work.ts';
import type { Change, ChangeInWords, Deploy, Entry, Line, Outcome } from './entry.ts';
import { record } from './record.ts';
import * as references from './references.ts';
import * as store from './store.ts';

export { annotations } from './annotations.ts';
export { setSettings as setBadge, settings as badgeSettings } from './badge.ts';
export { momentOf, moments } from './moments.ts';
export { mapItem } from './personal.ts';
export { note, record } from './record.ts';
export { ERASED } from './references.ts';
export type { Filter } from './store.ts';
export { summary } from './summary.ts';
export { checkNext, START } from './verification.ts';

/** Entries, newest first, and where the next page begins. */
export async function page(
  reading: Reading,
  filter: store.Filter,
  limit: number,
): Promise<{ entries: Line[]; next?: number }> {
  const rows = await store.page(reading.tx, filter, limit + 1);
  const entries = await linesOf(reading, rows.slice(0, limit));
  const last = entries.at(-1);
  return rows.length > limit && last !== undefined ? { entries, next: last.seq } : { entries };
}

export async function find(reading: Reading, seq: number): Promise<Line | undefined> {
  const [line] = await findAll(reading, [seq]);
  return line;
}

/** These entries, in the order they were written. */
export async function findAll(reading: Reading, seqs: readonly number[]): Promise<Line[]> {
  const rows = await store.findAll(reading.tx, seqs);
  return linesOf(
    reading,
    rows.sort((one, other) => one.seq - other.seq),
  );
}

/** What each of these entries changed, in the order they were written, without what has been erased since. */
export async function changesOf(reading: Reading, seqs: readonly number[]): Promise<Change[][]> {
  const rows = await store.findAll(reading.tx, seqs);
  const changes: Change[][] = [];
  for (const row of rows.sort((one, other) => one.seq - other.seq)) {
    const recorded = entryOf(row).effect?.changes ?? [];
    changes.push(await references.withValues(reading.tx, recorded, undefined));
  }
  return changes;
}

/** Forgets a user key or e-mail wherever the log refers to it. The chain stays whole. */
export async function erase(work: Work, value: string): Promise<boolean> {
  const isErased = await references.erase(work.tx, value);
  if (isErased) {
    await record(work, {
      kind: 'audit',
      action: 'erase',
      title: 'Erased what the log said about a person',
    });
  }
  return isErased;
}

async function linesOf(reading: Reading, rows: readonly store.Row[]): Promise<Line[]> {
  const undoings = await undoingsOf(reading, rows);
  const outcomes = await outcomesOf(reading, rows);
  const lines: Line[] = [];
  for (const row of rows) {
    const { effect, ...entry } = entryOf(row);
    const outcome = outcomes.get(row.seq);
    const rolledBackBy = undoings.get(row.environment ?? '')?.get(row.release ?? 0);
    lines.push({
      ...entry,
      ...(effect && { checksum: effect.checksum, changes: await inWords(reading, effect.changes) }),
      ...(rolledBackBy !== undefined && { rolledBackBy }),
      ...(outcome && { outcome: ended(entry, outcome) }),
      ...(entry.deploy && outcome?.deploy && { deploy: together(entry.deploy, outcome.deploy) }),
      ...(!outcome && beginnings.has(entry.action) && { isRunning: true }),
      previousHash: row.previousHash,
      hash: row.hash,
    });
  }
  return lines;
}

/** What takes a while: another entry says how it ended. */
const beginnings = new Set(['start', 'depart']);

async function outcomesOf({ tx }: Reading, rows: readonly store.Row[]) {
  const outcomes = await store.outcomesOf(
    tx,
    rows.map(({ seq }) => seq),
  );
  return new Map(outcomes.map((row) => [row.settles as number, entryOf(row)]));
}

function ended(start: Omit<Entry, 'effect'>, outcome: Entry): Outcome {
  const { seq, at, actor, action, title, reason } = outcome;
  const durationMs = Math.max(0, happenedAt(outcome) - happenedAt(start));
  return { seq, at, actor, action, title, ...(reason !== undefined && { reason }), durationMs };
}

/** Of the commits and links, its end knows more. */
const together = (start: Deploy, { commits, links }: Deploy): Deploy => ({
  ...start,
  ...(commits && { commits }),
  ...(links && { links }),
});

const happenedAt = ({ at, deploy }: Omit<Entry, 'effect'>) => Date.parse(deploy?.at ?? at);

const entryOf = (row: store.Row): Entry => JSON.parse(row.entry);

async function inWords(reading: Reading, changes: readonly Change[]): Promise<ChangeInWords[]> {
  const actual = await references.withValues(reading.tx, changes, references.ERASED);
  return actual.map((change) => ({
    ...change,
    words: describeChange(change.kind, change.before, change.after),
  }));
}

/** By environment, what each of these releases was undone by. */
async function undoingsOf({ tx }: Reading, rows: readonly store.Row[]) {
  const undoings = new Map<string, Map<number, number>>();
  for (const environment of new Set(rows.map((row) => row.environment))) {
    if (environment === null) continue;
    const releases = rows.flatMap((row) =>
      row.environment === environment && row.release !== null ? [row.release] : [],
    );
    undoings.set(environment, await store.undoings(tx, environment, releases));
  }
  return undoings;
}
