import { and, asc, between, eq, gt, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { isPostgresUrl } from '../platform/database/dialect.ts';
import { cohortSizes, optInSequences, optIns } from './tables.ts';

export type Row = typeof optIns.$inferSelect;

export async function find(
  tx: Tx,
  environment: string,
  cohort: string,
  user: string,
): Promise<Row | undefined> {
  const [row] = await tx
    .select()
    .from(optIns)
    .where(
      and(eq(optIns.environment, environment), eq(optIns.cohort, cohort), eq(optIns.userKey, user)),
    );
  return row;
}

export async function put(tx: Tx, row: Row): Promise<void> {
  const { environment: _, cohort: __, userKey: ___, ...set } = row;
  await tx
    .insert(optIns)
    .values(row)
    .onConflictDoUpdate({ target: [optIns.environment, optIns.cohort, optIns.userKey], set });
}

const isPostgres = isPostgresUrl(process.env.DATABASE_URL);

interface Search {
  readonly after?: string | undefined;
  /** What the keys start with. */
  readonly search?: string | undefined;
  readonly limit: number;
}

/** The bounds let an index help where text is ordered by its characters, as SQLite does. */
const startsWith = (search: string) =>
  and(
    isPostgres ? undefined : gte(optIns.userKey, search),
    isPostgres ? undefined : lt(optIns.userKey, `${search}\u{10ffff}`),
    sql`substr(${optIns.userKey}, 1, ${[...search].length}) = ${search}`,
  );

/** By user key. */
export const page = (
  tx: Tx,
  environment: string,
  cohort: string,
  { after, search = '', limit }: Search,
): Promise<Row[]> =>
  tx
    .select()
    .from(optIns)
    .where(
      and(
        eq(optIns.environment, environment),
        eq(optIns.cohort, cohort),
        eq(optIns.isMember, true),
        after === undefined ? undefined : gt(optIns.userKey, after),
        search === '' ? undefined : startsWith(search),
      ),
    )
    .orderBy(asc(optIns.userKey))
    .limit(limit);

export const ofUser = (tx: Tx, environment: string, user: string): Promise<Row[]> =>
  tx
    .select()
    .from(optIns)
    .where(and(eq(optIns.environment, environment), eq(optIns.userKey, user)))
    .orderBy(asc(optIns.cohort));

/** Who of these is in what. */
export const ofUsers = (tx: Tx, environment: string, users: readonly string[]) =>
  tx
    .select({ user: optIns.userKey, cohort: optIns.cohort })
    .from(optIns)
    .where(
      and(
        eq(optIns.environment, environment),
        inArray(optIns.userKey, [...users]),
        eq(optIns.isMember, true),
      ),
    )
    .orderBy(asc(optIns.cohort));

/** What became so after this point of the sequence, oldest first. */
export const after = (tx: Tx, environment: string, seq: number, limit: number) =>
  tx
    .select({
      cohort: optIns.cohort,
      user: optIns.userKey,
      isMember: optIns.isMember,
      at: optIns.at,
      seq: optIns.seq,
    })
    .from(optIns)
    .where(and(eq(optIns.environment, environment), gt(optIns.seq, seq)))
    .orderBy(asc(optIns.seq))
    .limit(limit);

/** Forgets who left in this part of the sequence. */
export async function forget(tx: Tx, environment: string, from: number, to: number): Promise<void> {
  await tx
    .delete(optIns)
    .where(
      and(
        eq(optIns.environment, environment),
        between(optIns.seq, from, to),
        eq(optIns.isMember, false),
      ),
    );
}

export async function sequence(tx: Tx, environment: string) {
  const [row] = await tx
    .select({ seq: optInSequences.seq, floor: optInSequences.floor })
    .from(optInSequences)
    .where(eq(optInSequences.environment, environment));
  return row ?? { seq: 0, floor: 0 };
}

export async function putSequence(
  tx: Tx,
  environment: string,
  set: { readonly seq: number; readonly floor: number },
): Promise<void> {
  await tx
    .insert(optInSequences)
    .values({ environment, ...set })
    .onConflictDoUpdate({ target: optInSequences.environment, set });
}

export async function size(tx: Tx, environment: string, cohort: string): Promise<number> {
  const [row] = await tx
    .select({ members: cohortSizes.members })
    .from(cohortSizes)
    .where(and(eq(cohortSizes.environment, environment), eq(cohortSizes.cohort, cohort)));
  return row?.members ?? 0;
}

export const sizes = (tx: Tx, environment: string) =>
  tx
    .select({ cohort: cohortSizes.cohort, members: cohortSizes.members })
    .from(cohortSizes)
    .where(eq(cohortSizes.environment, environment));

export async function grow(
  tx: Tx,
  environment: string,
  cohort: string,
  members: number,
): Promise<void> {
  await tx
    .insert(cohortSizes)
    .values({ environment, cohort, members })
    .onConflictDoUpdate({
      target: [cohortSizes.environment, cohortSizes.cohort],
      set: { members: sql`${cohortSizes.members} + ${members}` },
    });
}
