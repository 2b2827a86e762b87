import { canonicalJson, describeChange } from '@switchyard/core';
import type { Reading, Work } from '../platform/work.ts';
import { columnsOf, hashOf, ORIGIN } from './chain.ts';
import type { Change, ChangeInWords, Draft, Entry, Line } from './entry.ts';
import * as references from './references.ts';
import * as store from './store.ts';

export { checkNext, START } from './verification.ts';

/** Appends one entry to the log: the only way to write into it. */
export async function record(work: Work, draft: Draft): Promise<{ seq: number; hash: string }> {
  const head = await store.head(work.tx);
  const seq = (head?.seq ?? 0) + 1;
  const previousHash = head?.hash ?? ORIGIN;
  const { effect } = draft;
  const entry = canonicalJson({
    ...draft,
    seq,
    at: work.now.toISOString(),
    actor: work.actor,
    effect: effect && {
      ...effect,
      changes: await references.withReferences(work.tx, effect.changes),
    },
  });
  const hash = hashOf(previousHash, entry);
  await store.insert(work.tx, { ...columnsOf(JSON.parse(entry)), entry, previousHash, hash });
  work.announce({ kind: 'logged', seq, environment: draft.environment });
  return { seq, hash };
}

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
  const lines: Line[] = [];
  for (const row of rows) {
    const { effect, ...entry } = entryOf(row);
    const rolledBackBy = undoings.get(row.environment ?? '')?.get(row.release ?? 0);
    lines.push({
      ...entry,
      ...(effect && { checksum: effect.checksum, changes: await inWords(reading, effect.changes) }),
      ...(rolledBackBy !== undefined && { rolledBackBy }),
      previousHash: row.previousHash,
      hash: row.hash,
    });
  }
  return lines;
}

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
