import { hashOf, newBearer } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Actor, Reading, Work } from '../platform/work.ts';
import * as people from './people.ts';
import * as store from './store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LINK_LIFE = DAY;
export const SESSION_LIFE = 90 * DAY;
const SESSION_IDLE = 30 * DAY;
/** How long after signing in by link a forgotten password may be replaced. */
const RESET_LIFE = HOUR;

export interface Link {
  readonly token: string;
  readonly expiresAt: Date;
}

export interface Session {
  readonly person: people.Person;
  readonly startedBy: 'password' | 'link';
  readonly createdAt: Date;
  readonly seenAt: Date;
}

/** Makes a one-time sign-in link for a person. Earlier ones are void. */
export async function makeLink(work: Work, personId: string): Promise<Link> {
  const { name, isDisabled } = await people.find(work, personId);
  if (isDisabled) throw new Problem('conflict', `${name} is disabled. Enable them first`);
  await people.audit(work, 'link-made', `Made a sign-in link for ${name}`);
  return insertLink(work, personId);
}

/** Makes the link whose use makes the first administrator. Earlier ones are void. */
export async function makeSetupLink(work: Work): Promise<Link> {
  if (await people.hasPeople(work)) throw new Problem('conflict', 'The server is set up already');
  return insertLink(work, null);
}

/** Uses up a link, whoever is first. Whoever holds it is signed in. */
export async function useLink(
  work: Work,
  token: string,
): Promise<{ person: people.Person; secret: string }> {
  const link = await store.takeLink(work.tx, hashOf(token));
  if (link === undefined || link.expiresAt <= work.now) throw unusable();
  if (link.personId === null && (await people.hasPeople(work))) throw unusable();
  const person =
    link.personId === null
      ? await people.add(work, { name: 'Administrator', email: null, roles: { '*': 'admin' } })
      : await people.find(work, link.personId);
  if (person.isDisabled) throw unusable();
  return { person, secret: await start(work, person, 'link') };
}

/** Starts a session and answers its secret. */
export async function start(
  work: Work,
  person: people.Person,
  startedBy: Session['startedBy'],
): Promise<string> {
  const now = work.now.getTime();
  await store.deleteExpired(work.tx, {
    link: work.now,
    createdAt: new Date(now - SESSION_LIFE),
    seenAt: new Date(now - SESSION_IDLE),
  });
  const secret = newBearer('', 256);
  await store.insertSession(work.tx, {
    hash: hashOf(secret),
    personId: person.id,
    startedBy,
    createdAt: work.now,
    seenAt: work.now,
  });
  await store.updatePerson(work.tx, person.id, { lastSeenAt: work.now });
  const asPerson = { ...work, actor: actorOf(person) };
  await people.audit(asPerson, 'signed-in', `${person.name} signed in with a ${startedBy}`);
  return secret;
}

/** Who is signed in with this secret. */
export async function findSession(reading: Reading, secret: string): Promise<Session | undefined> {
  const found = await store.session(reading.tx, hashOf(secret));
  if (found === undefined || found.person.isDisabled) return undefined;
  const now = reading.now.getTime();
  const { createdAt, seenAt } = found.session;
  const isOver =
    now - createdAt.getTime() >= SESSION_LIFE || now - seenAt.getTime() >= SESSION_IDLE;
  return isOver ? undefined : { ...found.session, person: found.person };
}

/** Notes that a session is in use; once an hour is enough. */
export const isDueToBeSeen = ({ seenAt }: Session, now: Date) =>
  now.getTime() - seenAt.getTime() >= HOUR;

export async function see(work: Work, secret: string, personId: string): Promise<void> {
  await store.touchSession(work.tx, hashOf(secret), work.now);
  await store.updatePerson(work.tx, personId, { lastSeenAt: work.now });
}

export const end = (work: Work, secret: string) => store.deleteSession(work.tx, hashOf(secret));

/** Whether the password may be set without saying the present one: there is none, or it was just got around by a link. */
export const maySetPasswordFreely = ({ person, startedBy, createdAt }: Session, now: Date) =>
  person.passwordHash === null ||
  (startedBy === 'link' && now.getTime() - createdAt.getTime() < RESET_LIFE);

export const actorOf = ({ id, name }: people.Person): Actor => ({ kind: 'person', id, name });

/** Where a link leads; its token is behind the `#`, which browsers send to nobody. */
export const urlOf = (origin: string, token: string) => `${origin}/#/sign-in?link=${token}`;

async function insertLink(work: Work, personId: string | null): Promise<Link> {
  await store.deleteLinks(work.tx, personId);
  const token = newBearer('', 256);
  const expiresAt = new Date(work.now.getTime() + LINK_LIFE);
  await store.insertLink(work.tx, { hash: hashOf(token), personId, expiresAt });
  return { token, expiresAt };
}

const unusable = () =>
  new Problem(
    'unauthenticated',
    'This sign-in link has been used, has expired, or was never one. Ask an administrator for another',
  );
