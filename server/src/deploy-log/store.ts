import { and, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import type { EntryKind } from './entry.ts';
import { deployLog, logReferences } from './tables.ts';

export type Row = typeof deployLog.$inferSelect;

export interface Filter {
  readonly kinds?: readonly EntryKind[] | undefined;
  /** Entries of these environments only; of all, and those of none, unless given. */
  readonly environments?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly text?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: number | undefined;
}

export async function head(tx: Tx): Promise<{ seq: number; hash: string } | undefined> {
  const [row] = await tx
    .select({ seq: deployLog.seq, hash: deployLog.hash })
    .from(deployLog)
    .orderBy(desc(deployLog.seq))
    .limit(1);
  return row;
}

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(deployLog).values(row);
}

export const page = (tx: Tx, filter: Filter, limit: number): Promise<Row[]> =>
  tx
    .select()
    .from(deployLog)
    .where(and(...conditionsOf(filter)))
    .orderBy(desc(deployLog.seq))
    .limit(limit);

function conditionsOf(filter: Filter): (SQL | undefined)[] {
  const { kinds, environments, actor, text, from, to, before } = filter;
  return [
    kinds && inArray(deployLog.kind, [...kinds]),
    environments && inArray(deployLog.environment, [...environments]),
    actor === undefined ? undefined : eq(deployLog.actorId, actor),
    text === undefined ? undefined : contains(text),
    from && gte(deployLog.at, from),
    to && lte(deployLog.at, to),
    before === undefined ? undefined : lt(deployLog.seq, before),
  ];
}

const contains = (text: string) => {
  const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`${deployLog.text} like ${pattern} escape '\\'`;
};

/** The entries after this one, oldest first. */
export const after = (tx: Tx, seq: number, limit: number): Promise<Row[]> =>
  tx.select().from(deployLog).where(gt(deployLog.seq, seq)).orderBy(deployLog.seq).limit(limit);

export async function findAll(tx: Tx, seqs: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunks(seqs)) {
    rows.push(...(await tx.select().from(deployLog).where(inArray(deployLog.seq, chunk))));
  }
  return rows;
}

/** The latest release that undoes each of these, by the number of what it undoes. */
export async function undoings(
  tx: Tx,
  environment: string,
  releases: readonly number[],
): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const chunk of chunks(releases)) {
    const rows = await tx
      .select({ release: deployLog.release, reverts: deployLog.reverts })
      .from(deployLog)
      .where(and(eq(deployLog.environment, environment), inArray(deployLog.reverts, chunk)))
      .orderBy(deployLog.seq);
    for (const { release, reverts } of rows) found.set(reverts as number, release as number);
  }
  return found;
}

export async function valuesOf(tx: Tx, refs: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const chunk of chunks(refs)) {
    const rows = await tx.select().from(logReferences).where(inArray(logReferences.ref, chunk));
    for (const { ref, value } of rows) found.set(ref, value);
  }
  return found;
}

/** The references there are, by the digest of their value. */
export async function refsOf(tx: Tx, digests: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const chunk of chunks(digests)) {
    const rows = await tx.select().from(logReferences).where(inArray(logReferences.digest, chunk));
    for (const { ref, digest } of rows) found.set(digest, ref);
  }
  return found;
}

export async function insertReferences(
  tx: Tx,
  rows: readonly (typeof logReferences.$inferInsert)[],
): Promise<void> {
  for (const chunk of chunks(rows)) await tx.insert(logReferences).values(chunk);
}

export async function erase(tx: Tx, digest: string): Promise<boolean> {
  const gone = await tx.delete(logReferences).where(eq(logReferences.digest, digest)).returning();
  return gone.length > 0;
}
