import { canonicalJson } from '@switchyard/core';
import { and, desc, eq, gt, inArray, lt, lte, ne, sql } from 'drizzle-orm';
import { chunks } from '../platform/database/chunks.ts';
import type { Tx } from '../platform/database/database.ts';
import { approvals, changes, type Status } from './tables.ts';

export type Row = typeof changes.$inferSelect;
export type ApprovalRow = typeof approvals.$inferSelect;

export interface Filter {
  readonly statuses?: readonly Status[] | undefined;
  readonly author?: string | undefined;
  readonly before?: number | undefined;
}

const numbered = (environment: string, number: number) =>
  and(eq(changes.environment, environment), eq(changes.number, number));

export async function nextNumber(tx: Tx, environment: string): Promise<number> {
  const [last] = await tx
    .select({ number: changes.number })
    .from(changes)
    .where(eq(changes.environment, environment))
    .orderBy(desc(changes.number))
    .limit(1);
  return (last?.number ?? 0) + 1;
}

export async function insert(tx: Tx, row: Row): Promise<void> {
  await tx.insert(changes).values(row);
}

export async function find(tx: Tx, environment: string, number: number): Promise<Row | undefined> {
  const [row] = await tx.select().from(changes).where(numbered(environment, number));
  return row;
}

export async function findAll(
  tx: Tx,
  environment: string,
  numbers: readonly number[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const chunk of chunks(numbers)) {
    rows.push(
      ...(await tx
        .select()
        .from(changes)
        .where(and(eq(changes.environment, environment), inArray(changes.number, chunk)))),
    );
  }
  return rows;
}

/** Newest first. */
export const page = (
  tx: Tx,
  environment: string,
  { statuses, author, before }: Filter,
  limit: number,
): Promise<Row[]> =>
  tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.environment, environment),
        statuses && inArray(changes.status, [...statuses]),
        author === undefined ? undefined : eq(changes.authorId, author),
        before === undefined ? undefined : lt(changes.number, before),
      ),
    )
    .orderBy(desc(changes.number))
    .limit(limit);

export async function update(
  tx: Tx,
  environment: string,
  number: number,
  columns: Partial<Row>,
): Promise<void> {
  await tx.update(changes).set(columns).where(numbered(environment, number));
}

/** What arrived with this release, or after it, is undone at this moment. */
export async function undo(
  tx: Tx,
  environment: string,
  what: { readonly release: number } | { readonly after: number },
  updatedAt: Date,
): Promise<void> {
  await tx
    .update(changes)
    .set({ status: 'rolled-back', updatedAt })
    .where(
      and(
        eq(changes.environment, environment),
        eq(changes.status, 'arrived'),
        'release' in what ? eq(changes.release, what.release) : gt(changes.release, what.after),
      ),
    );
}

/** What was undone at that moment is there again, and the other way round. */
export async function reverse(
  tx: Tx,
  environment: string,
  reversedAt: Date,
  updatedAt: Date,
): Promise<void> {
  await tx
    .update(changes)
    .set({
      status: sql`case ${changes.status} when 'arrived' then 'rolled-back' else 'arrived' end`,
      updatedAt,
    })
    .where(
      and(
        eq(changes.environment, environment),
        inArray(changes.status, ['arrived', 'rolled-back']),
        eq(changes.updatedAt, reversedAt),
      ),
    );
}

/** What was live after a release and has been undone since is there again. */
export async function bringBack(
  tx: Tx,
  environment: string,
  { release, at }: { readonly release: number; readonly at: Date },
  updatedAt: Date,
): Promise<void> {
  await tx
    .update(changes)
    .set({ status: 'arrived', updatedAt })
    .where(
      and(
        eq(changes.environment, environment),
        eq(changes.status, 'rolled-back'),
        lte(changes.release, release),
        gt(changes.updatedAt, at),
      ),
    );
}

/** Those that are over and may have this text somewhere. */
export const overWith = (tx: Tx, value: string): Promise<Row[]> => {
  const pattern = `%${canonicalJson(value).replaceAll(/[\\%_]/g, '\\$&')}%`;
  return tx
    .select()
    .from(changes)
    .where(
      and(
        inArray(changes.status, ['arrived', 'rolled-back', 'withdrawn']),
        sql`(${changes.edits} like ${pattern} escape '\\' or ${changes.base} like ${pattern} escape '\\')`,
      ),
    );
};

/** What is live and needs code. */
export const requiring = (tx: Tx, environment: string): Promise<Row[]> =>
  tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.environment, environment),
        inArray(changes.status, ['arrived', 'rolling-out']),
        ne(changes.requires, sql`'[]'`),
      ),
    )
    .orderBy(changes.number);

export async function approvalsOf(
  tx: Tx,
  environment: string,
  numbers: readonly number[],
): Promise<ApprovalRow[]> {
  const rows: ApprovalRow[] = [];
  for (const chunk of chunks(numbers)) {
    rows.push(
      ...(await tx
        .select()
        .from(approvals)
        .where(and(eq(approvals.environment, environment), inArray(approvals.number, chunk)))
        .orderBy(approvals.at)),
    );
  }
  return rows;
}

export async function putApproval(tx: Tx, row: ApprovalRow): Promise<void> {
  await tx
    .insert(approvals)
    .values(row)
    .onConflictDoUpdate({
      target: [approvals.environment, approvals.number, approvals.actorId],
      set: { actor: row.actor, contentHash: row.contentHash, at: row.at },
    });
}

/** All of them, unless it is said whose. */
export async function removeApprovals(
  tx: Tx,
  environment: string,
  number: number,
  actorId?: string,
): Promise<number> {
  const gone = await tx
    .delete(approvals)
    .where(
      and(
        eq(approvals.environment, environment),
        eq(approvals.number, number),
        actorId === undefined ? undefined : eq(approvals.actorId, actorId),
      ),
    )
    .returning();
  return gone.length;
}
