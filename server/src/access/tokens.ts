import { randomUUID } from 'node:crypto';
import { hashOf, newBearer } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Grants } from '../platform/roles.ts';
import type { Actor, Reading, Work } from '../platform/work.ts';
import { beyond, lesser } from './grants.ts';
import * as people from './people.ts';
import * as store from './store.ts';

export type Token = store.TokenRow;

export const PREFIX = 'syt_';
const MINUTE = 60_000;

interface Draft {
  readonly name: string;
  readonly roles: Grants;
  readonly expiresAt?: Date | undefined;
}

/** Makes an API token. It may do no more than whoever makes it, at any time, and ends with the token it was made with. */
export async function create(
  work: Work,
  { name, roles, expiresAt }: Draft,
  own: Grants,
): Promise<{ token: Token; secret: string }> {
  await people.refuseUnknown(work, roles);
  const excess = beyond(roles, own);
  if (excess.length > 0) {
    const where = excess.map((key) => (key === '*' ? 'everywhere' : `in ${key}`)).join(', ');
    throw new Problem('forbidden', `A token may do no more than you: less is yours ${where}`);
  }
  if (expiresAt !== undefined && expiresAt <= work.now) {
    throw new Problem('invalid', `${expiresAt.toISOString()} is over; choose a later time`);
  }
  const parent = work.actor.kind === 'token' ? await find(work, work.actor.id) : undefined;
  const secret = newBearer(PREFIX, 256);
  const token: Token = {
    id: randomUUID(),
    hash: hashOf(secret),
    name,
    roles,
    personId: parent?.personId ?? (work.actor.kind === 'person' ? work.actor.id : null),
    parentId: parent?.id ?? null,
    createdBy: work.actor.name,
    createdAt: work.now,
    expiresAt: earlier(expiresAt, parent?.expiresAt),
    lastUsedAt: null,
    revokedAt: null,
  };
  await store.insertToken(work.tx, token);
  const what = `Made the API token “${name}”: ${people.inWords(roles)}`;
  await people.audit(work, 'token-made', what);
  return { token, secret };
}

export const list = (reading: Reading): Promise<Token[]> => store.allTokens(reading.tx);

/** A person's are all that act for them; a token's are itself and those made with it. */
export const isOf = ({ kind, id }: Actor, token: Token) =>
  kind === 'token' ? token.id === id || token.parentId === id : token.personId === id;

export async function find(reading: Reading, id: string): Promise<Token> {
  const token = await store.token(reading.tx, id);
  if (token === undefined)
    throw new Problem('not-found', `There is no API token with the id ${id}`);
  return token;
}

/** Ends a token, and those made with it. */
export async function revoke(work: Work, id: string): Promise<void> {
  const token = await find(work, id);
  const made = await store.tokensWithParent(work.tx);
  const ending = [token];
  for (const each of ending) ending.push(...made.filter(({ parentId }) => parentId === each.id));
  for (const each of ending.filter(({ revokedAt }) => revokedAt === null)) {
    await store.updateToken(work.tx, each.id, { revokedAt: work.now });
    await people.audit(work, 'token-revoked', `Revoked the API token “${each.name}”`);
  }
  work.announce({ kind: 'access-changed' });
}

/** The token with this secret and what it may do now, if it still may do anything. */
export async function authenticate(
  reading: Reading,
  secret: string,
): Promise<{ token: Token; grants: Grants } | undefined> {
  const found = await store.tokenByHash(reading.tx, hashOf(secret));
  if (found === undefined) return undefined;
  const { token, person } = found;
  if (token.revokedAt !== null) return undefined;
  if (token.expiresAt !== null && token.expiresAt <= reading.now) return undefined;
  if (token.personId === null) return { token, grants: token.roles };
  if (person === null || person.isDisabled) return undefined;
  return { token, grants: lesser(token.roles, person.roles) };
}

export const isDueToBeSeen = ({ lastUsedAt }: Token, now: Date) =>
  lastUsedAt === null || now.getTime() - lastUsedAt.getTime() >= MINUTE;

export const see = (work: Work, id: string) =>
  store.updateToken(work.tx, id, { lastUsedAt: work.now });

const earlier = (one: Date | undefined, other: Date | null | undefined): Date | null =>
  one && other ? (one < other ? one : other) : (one ?? other ?? null);
