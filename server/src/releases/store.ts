import { and, asc, desc, eq, gt, lt, lte, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { given, prepared } from '../platform/database/prepared.ts';
import { candidates, princess, releases } from './tables.ts';

export type Row = typeof releases.$inferSelect;
export type CandidateRow = typeof candidates.$inferSelect;
export type PrincessRow = typeof princess.$inferSelect;

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(releases).values(row);
}

/** How a candidate ended. */
export async function settle(
  tx: Tx,
  { environment, release }: CandidateRow,
  columns: Partial<Row>,
): Promise<void> {
  await tx
    .update(releases)
    .set(columns)
    .where(and(eq(releases.environment, environment), eq(releases.number, release)));
}

export async function find(tx: Tx, environment: string, number: number): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(releases)
    .where(and(eq(releases.environment, environment), eq(releases.number, number)));
  return row;
}

/** Newest first. */
export const page = (
  tx: Tx,
  environment: string,
  before: number | undefined,
  limit: number,
): Promise<Row[]> =>
  tx
    .select()
    .from(releases)
    .where(
      and(
        eq(releases.environment, environment),
        before === undefined ? undefined : lt(releases.number, before),
      ),
    )
    .orderBy(desc(releases.number))
    .limit(limit);

/** Those after this number that went live, oldest first. */
export const after = (tx: Tx, environment: string, number: number, limit: number): Promise<Row[]> =>
  tx
    .select()
    .from(releases)
    .where(and(hasArrivedIn(environment), gt(releases.number, number)))
    .orderBy(asc(releases.number))
    .limit(limit);

/** The one that was live after an entry of the deploy log. */
export async function liveAt(tx: Tx, environment: string, entry: number): Promise<number> {
  const [row] = await tx
    .select({ number: releases.number })
    .from(releases)
    .where(and(hasArrivedIn(environment), lte(arrival, entry)))
    .orderBy(desc(releases.number))
    .limit(1);
  return row?.number ?? 0;
}

/** The number of the release that was live when SDKs were at this seq; 0 if there was none. */
export async function liveAtSeq(tx: Tx, environment: string, seq: number): Promise<number> {
  const [row] = await tx
    .select({ number: releases.number })
    .from(releases)
    .where(and(hasArrivedIn(environment), lte(releases.seq, seq)))
    .orderBy(desc(releases.seq))
    .limit(1);
  return row?.number ?? 0;
}

const arrival = sql`coalesce(${releases.settled}, ${releases.entry})`;

const hasArrivedIn = (environment: string) =>
  and(eq(releases.environment, environment), eq(releases.outcome, 'arrived'));

export const all = (tx: Tx, environment: string): Promise<Row[]> =>
  tx.select().from(releases).where(eq(releases.environment, environment));

export async function candidate(tx: Tx, environment: string): Promise<CandidateRow | undefined> {
  const [row] = await candidateIn(tx, { environment });
  return row;
}

const candidateIn = prepared((tx) =>
  tx
    .select()
    .from(candidates)
    .where(eq(candidates.environment, given('environment'))),
);

export async function insertCandidate(tx: Tx, row: CandidateRow): Promise<void> {
  await tx.insert(candidates).values(row);
}

export async function updateCandidate(
  tx: Tx,
  environment: string,
  columns: Partial<CandidateRow>,
): Promise<void> {
  await tx.update(candidates).set(columns).where(eq(candidates.environment, environment));
}

export async function removeCandidate(tx: Tx, environment: string): Promise<void> {
  await tx.delete(candidates).where(eq(candidates.environment, environment));
}

export async function atPrincess(tx: Tx, environment: string): Promise<PrincessRow | undefined> {
  const [row] = await tx.select().from(princess).where(eq(princess.environment, environment));
  return row;
}

export async function putAtPrincess(tx: Tx, row: PrincessRow): Promise<void> {
  const { environment: _, ...set } = row;
  await tx.insert(princess).values(row).onConflictDoUpdate({ target: princess.environment, set });
}

export async function removeFromPrincess(tx: Tx, environment: string): Promise<void> {
  await tx.delete(princess).where(eq(princess.environment, environment));
}
