import { canonicalJson } from '@switchyard/core';
import type { Reading } from '../platform/work.ts';
import { columnsOf, hashOf, ORIGIN } from './chain.ts';
import type { Entry } from './entry.ts';
import * as references from './references.ts';
import * as store from './store.ts';

const PAGE = 1_000;

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export const START: Head = { seq: 0, hash: ORIGIN };

export interface Checked {
  readonly head: Head;
  readonly count: number;
  /** Those that can be read. */
  readonly entries: readonly Entry[];
  readonly problems: readonly string[];
  /** Whether this was the last page. */
  readonly isLast: boolean;
}

/**
 * Recomputes the chain over the next page of entries. What has been erased reads as `erased` in the
 * changes that come back.
 */
export async function checkNext(reading: Reading, from: Head, erased: string): Promise<Checked> {
  const rows = await store.after(reading.tx, from.seq, PAGE);
  const entries: Entry[] = [];
  const problems: string[] = [];
  let head = from;
  for (const row of rows) {
    const entry = parsed(row.entry);
    for (const each of problemsWith(row, entry, head)) problems.push(`Entry ${row.seq} ${each}`);
    if (entry !== undefined) entries.push(entry);
    head = { seq: row.seq, hash: row.hash };
  }
  return {
    head,
    count: rows.length,
    entries: await resolved(reading, entries, erased),
    problems,
    isLast: rows.length < PAGE,
  };
}

function* problemsWith(row: store.Row, entry: Entry | undefined, head: Head): Generator<string> {
  if (row.seq !== head.seq + 1) yield `follows ${head.seq}: entries between them are missing`;
  if (row.previousHash !== head.hash) yield 'does not follow the entry before it';
  if (row.hash !== hashOf(row.previousHash, row.entry)) yield 'was altered: its hash is another';
  if (entry === undefined) {
    yield 'is not readable';
    return;
  }
  if (canonicalJson(entry) !== row.entry) yield 'is not canonical JSON';
  for (const [column, value] of Object.entries(columnsOf(entry))) {
    const stored = row[column as keyof store.Row];
    if (String(stored) !== String(value)) {
      yield `says ${String(value)} for ${column}, its column says ${String(stored)}`;
    }
  }
}

function parsed(text: string): Entry | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** One query for the references of the whole page. */
async function resolved(
  { tx }: Reading,
  entries: readonly Entry[],
  erased: string,
): Promise<Entry[]> {
  const all = entries.flatMap(({ effect }) => effect?.changes ?? []);
  const changes = await references.withValues(tx, all, erased);
  return entries.map((entry) => {
    const { effect } = entry;
    if (effect === undefined) return entry;
    const own = changes.splice(0, effect.changes.length);
    return { ...entry, effect: { ...effect, changes: own } };
  });
}
