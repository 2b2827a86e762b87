import { and, asc, eq, isNotNull, isNull, lt, ne, or } from 'drizzle-orm';
import type { Tx } from '../platform/database/database.ts';
import { apiTokens, people, sessions, signInLinks } from './tables.ts';

export type PersonRow = typeof people.$inferSelect;
export type LinkRow = typeof signInLinks.$inferSelect;
export type SessionRow = typeof sessions.$inferSelect;
export type TokenRow = typeof apiTokens.$inferSelect;

export const allPeople = (tx: Tx) =>
  tx.select().from(people).orderBy(asc(people.createdAt), asc(people.id));

export async function person(tx: Tx, id: string): Promise<PersonRow | undefined> {
  const [row] = await tx.select().from(people).where(eq(people.id, id));
  return row;
}

export async function personByEmail(tx: Tx, email: string): Promise<PersonRow | undefined> {
  const [row] = await tx.select().from(people).where(eq(people.email, email));
  return row;
}

export async function hasPeople(tx: Tx): Promise<boolean> {
  return (await tx.select({ id: people.id }).from(people).limit(1)).length > 0;
}

export async function insertPerson(tx: Tx, row: PersonRow): Promise<void> {
  await tx.insert(people).values(row);
}

export async function updatePerson(tx: Tx, id: string, set: Partial<PersonRow>): Promise<void> {
  await tx.update(people).set(set).where(eq(people.id, id));
}

export async function insertLink(tx: Tx, row: LinkRow): Promise<void> {
  await tx.insert(signInLinks).values(row);
}

/** Takes the link away and answers it: of two who try, one gets it. */
export async function takeLink(tx: Tx, hash: string): Promise<LinkRow | undefined> {
  const [row] = await tx.delete(signInLinks).where(eq(signInLinks.hash, hash)).returning();
  return row;
}

/** The links of one person, or those that make the first administrator. */
export async function deleteLinks(tx: Tx, personId: string | null): Promise<void> {
  const whose =
    personId === null ? isNull(signInLinks.personId) : eq(signInLinks.personId, personId);
  await tx.delete(signInLinks).where(whose);
}

export async function session(tx: Tx, hash: string) {
  const [row] = await tx
    .select({ session: sessions, person: people })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(eq(sessions.hash, hash));
  return row;
}

export async function insertSession(tx: Tx, row: SessionRow): Promise<void> {
  await tx.insert(sessions).values(row);
}

export async function touchSession(tx: Tx, hash: string, seenAt: Date): Promise<void> {
  await tx.update(sessions).set({ seenAt }).where(eq(sessions.hash, hash));
}

export async function deleteSession(tx: Tx, hash: string): Promise<void> {
  await tx.delete(sessions).where(eq(sessions.hash, hash));
}

export async function deleteSessions(tx: Tx, personId: string, butNot = ''): Promise<void> {
  await tx.delete(sessions).where(and(eq(sessions.personId, personId), ne(sessions.hash, butNot)));
}

export async function deleteExpired(
  tx: Tx,
  before: { link: Date; createdAt: Date; seenAt: Date },
): Promise<void> {
  await tx.delete(signInLinks).where(lt(signInLinks.expiresAt, before.link));
  await tx
    .delete(sessions)
    .where(or(lt(sessions.createdAt, before.createdAt), lt(sessions.seenAt, before.seenAt)));
}

export const allTokens = (tx: Tx) =>
  tx.select().from(apiTokens).orderBy(asc(apiTokens.createdAt), asc(apiTokens.id));

export async function token(tx: Tx, id: string): Promise<TokenRow | undefined> {
  const [row] = await tx.select().from(apiTokens).where(eq(apiTokens.id, id));
  return row;
}

/** A token and, if a person's roles limit it, that person. */
export async function tokenByHash(tx: Tx, hash: string) {
  const [row] = await tx
    .select({ token: apiTokens, person: people })
    .from(apiTokens)
    .leftJoin(people, eq(people.id, apiTokens.personId))
    .where(eq(apiTokens.hash, hash));
  return row;
}

/** Tokens that were made with another token. */
export const tokensWithParent = (tx: Tx) =>
  tx.select().from(apiTokens).where(isNotNull(apiTokens.parentId));

export async function insertToken(tx: Tx, row: TokenRow): Promise<void> {
  await tx.insert(apiTokens).values(row);
}

export async function updateToken(tx: Tx, id: string, set: Partial<TokenRow>): Promise<void> {
  await tx.update(apiTokens).set(set).where(eq(apiTokens.id, id));
}
