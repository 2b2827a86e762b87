import { and, type Column, desc, eq, gt, gte, inArray, lt, lte, type SQL, sql } from 'drizzle-orm';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import { prepared } from '../platform/database/prepared.ts';
import type { EntryKind } from './entry.ts';
import { deployLog, logReferences } from './tables.ts';

export type Row = typeof deployLog.$inferSelect;

export interface Filter {
  readonly kinds?: readonly EntryKind[] | undefined;
  /** Entries of these environments only; of all, and those of none, unless given. */
  readonly environments?: readonly string[] | undefined;
  readonly app?: string | undefined;
  readonly actor?: string | undefined;
  readonly text?: string | undefined;
  /** Only what changed this switch. */
  readonly switchKey?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
  readonly before?: number | undefined;
  /** Whether outcomes are entries of their own, rather than part of what they settle. */
  readonly isUnfolded?: boolean | undefined;
}

export async function head(tx: Tx): Promise<{ seq: number; hash: string } | undefined> {
  const [row] = await last(tx, {});
  return row;
}

const last = prepared((tx) =>
  tx
    .select({ seq: deployLog.seq, hash: deployLog.hash })
    .from(deployLog)
    .orderBy(desc(deployLog.seq))
    .limit(1),
);

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
  const { kinds, environments, app, actor, text, switchKey, from, to, before, isUnfolded } = filter;
  return [
    isUnfolded ? undefined : sql`+${deployLog.settles} is null`,
    kinds && oneOf(deployLog.kind, kinds),
    environments && oneOf(deployLog.environment, environments),
    app === undefined ? undefined : eq(deployLog.app, app),
    actor === undefined
      ? undefined
      : orOutcome(filter, inArray(sql`${deployLog.actorId} || ''`, [actor])),
    text === undefined
      ? undefined
      : orOutcome(filter, contains(deployLog.text, text.toLowerCase())),
    switchKey === undefined ? undefined : changes(switchKey),
    from && gte(deployLog.at, from),
    to && lte(deployLog.at, to),
    before === undefined ? undefined : lt(deployLog.seq, before),
  ];
}

// Entries are wanted newest first, and most fit. What an operator is applied to is not looked up in an index, so that
// neither database fetches half the log by one in order to sort it.
const oneOf = (column: Column, values: readonly string[]) =>
  values.length === 1 ? eq(column, values[0]) : inArray(sql`${column} || ''`, [...values]);

/** What is so of an entry, or of how it ended. */
const orOutcome = ({ isUnfolded }: Filter, isSo: SQL) =>
  isUnfolded
    ? isSo
    : sql`(${isSo} or ${deployLog.seq} in (select ${deployLog.settles} from ${deployLog} where ${deployLog.settles} is not null and ${isSo}))`;

/** The column for searching has its key, which is quick to find out; the entry says that it is a switch. */
const changes = (key: string) =>
  and(
    contains(deployLog.text, key.toLowerCase()),
    contains(deployLog.entry, `"key":${JSON.stringify(key)},"kind":"switch"`),
  );

const contains = (column: Column, text: string) => {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return sql`${column} like ${pattern} escape '\\'`;
};

/** The outcomes of these entries, in the order they were written. */
export async function outcomesOf(tx: Tx, seqs: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunks(seqs)) {
    rows.push(...(await tx.select().from(deployLog).where(inArray(deployLog.settles, chunk))));
  }
  return rows.sort((one, other) => one.seq - other.seq);
}

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
      .select({ seq: deployLog.seq, release: deployLog.release, reverts: deployLog.reverts })
      .from(deployLog)
      .where(and(eq(deployLog.environment, environment), inArray(deployLog.reverts, chunk)));
    // Sorted here: asked to sort, SQLite would read all entries of the environment in that order.
    rows.sort((one, other) => one.seq - other.seq);
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
