import { randomUUID } from 'node:crypto';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { hashOf } from '../platform/bearer.ts';
import { Problem } from '../platform/problem.ts';
import type { Grants } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './store.ts';

export type Person = store.PersonRow;

export const list = (reading: Reading): Promise<Person[]> => store.allPeople(reading.tx);

export async function find(reading: Reading, id: string): Promise<Person> {
  const person = await store.person(reading.tx, id);
  if (person === undefined) throw new Problem('not-found', `There is no person with the id ${id}`);
  return person;
}

export const findByEmail = (reading: Reading, email: string) =>
  store.personByEmail(reading.tx, normal(email));

export const hasPeople = (reading: Reading) => store.hasPeople(reading.tx);

/** Adds a person, who signs in with a link first. */
export async function add(
  work: Work,
  { name, email, roles }: { name: string; email: string | null; roles: Grants },
): Promise<Person> {
  await refuseUnknown(work, roles);
  if (email !== null) await refuseTaken(work, email);
  const person: Person = {
    id: randomUUID(),
    name,
    email: email && normal(email),
    roles,
    passwordHash: null,
    isDisabled: false,
    createdAt: work.now,
    lastSeenAt: null,
  };
  await store.insertPerson(work.tx, person);
  await audit(work, 'person-added', `Added ${name}: ${inWords(roles)}`);
  return person;
}

export interface Changes {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly roles?: Grants | undefined;
  readonly isDisabled?: boolean | undefined;
}

/** Changes what others may decide about a person. There is always somebody left who is admin everywhere. */
export async function change(work: Work, id: string, changes: Changes): Promise<Person> {
  const before = await find(work, id);
  const email = changes.email === undefined ? before.email : normal(changes.email);
  const after: Person = {
    ...before,
    name: changes.name ?? before.name,
    email,
    roles: changes.roles ?? before.roles,
    isDisabled: changes.isDisabled ?? before.isDisabled,
  };
  if (email !== null && email !== before.email) await refuseTaken(work, email);
  await refuseUnknown(work, changes.roles ?? {});
  if (isAdministrator(before) && !isAdministrator(after)) await refuseLast(work, before);

  await store.updatePerson(work.tx, id, after);
  if (after.isDisabled) {
    await store.deleteSessions(work.tx, id);
    await store.deleteLinks(work.tx, id);
  }
  for (const [action, title] of wordsOf(before, after)) await audit(work, action, title);
  work.announce({ kind: 'access-changed' });
  return after;
}

/** Sets the password. Whoever is signed in elsewhere as this person no longer is, and links are void. */
export async function setPassword(
  work: Work,
  id: string,
  passwordHash: string,
  keptSecret: string,
): Promise<void> {
  const { name } = await find(work, id);
  await store.updatePerson(work.tx, id, { passwordHash });
  await store.deleteSessions(work.tx, id, hashOf(keptSecret));
  await store.deleteLinks(work.tx, id);
  await audit(work, 'password-changed', `${name} set a password`);
  work.announce({ kind: 'access-changed' });
}

export const isAdministrator = ({ roles, isDisabled }: Person) =>
  !isDisabled && roles['*'] === 'admin';

/**
 * For a lost last administrator: the person with this e-mail address, or else the one who is administrator
 * already, enabled and with every right.
 */
export async function administrator(work: Work, email?: string): Promise<Person> {
  const all = await list(work);
  const person =
    email === undefined
      ? (all.find(isAdministrator) ?? all.find(({ roles }) => roles['*'] === 'admin'))
      : await findByEmail(work, email);
  if (person !== undefined) {
    return change(work, person.id, {
      isDisabled: false,
      roles: { ...person.roles, '*': 'admin' },
    });
  }
  if (email === undefined) {
    throw new Problem(
      'not-found',
      'Nobody is administrator of everything. Say who is to be: --email',
    );
  }
  return add(work, { name: email, email, roles: { '*': 'admin' } });
}

export const inWords = (roles: Grants) =>
  Object.entries(roles)
    .map(([key, role]) => `${role} ${key === '*' ? 'everywhere' : `in ${key}`}`)
    .join(', ') || 'no roles';

export const audit = (work: Work, action: string, title: string) =>
  deployLog.record(work, { kind: 'audit', action, title });

/** Refuses roles in environments that do not exist. */
export async function refuseUnknown(reading: Reading, roles: Grants): Promise<void> {
  const known = (await environments.list(reading)).map(({ key }) => key);
  const unknown = Object.keys(roles).filter((key) => key !== '*' && !known.includes(key));
  if (unknown.length > 0) {
    throw new Problem(
      'invalid',
      `There is no environment ${unknown.join(', ')}. There are: ${['*', ...known].join(', ')}`,
      {
        problems: unknown.map((key) => ({ path: ['roles', key], message: 'no such environment' })),
      },
    );
  }
}

const normal = (email: string) => email.trim().toLowerCase();

async function refuseTaken(work: Work, email: string): Promise<void> {
  if ((await store.personByEmail(work.tx, normal(email))) !== undefined) {
    throw new Problem('conflict', `Somebody with the e-mail address ${email} is there already`);
  }
}

async function refuseLast(work: Work, person: Person): Promise<void> {
  const others = (await store.allPeople(work.tx)).filter(({ id }) => id !== person.id);
  if (!others.some(isAdministrator)) {
    throw new Problem(
      'conflict',
      `${person.name} is the last administrator of all environments. Make somebody else one first`,
    );
  }
}

function wordsOf(before: Person, after: Person): [action: string, title: string][] {
  const { name } = after;
  const words: [string, string][] = [];
  if (before.name !== name) words.push(['person-renamed', `Renamed ${before.name} to ${name}`]);
  if (before.email !== after.email) {
    words.push(['person-changed', `Changed the e-mail address of ${name}`]);
  }
  if (inWords(before.roles) !== inWords(after.roles)) {
    const change = `${inWords(before.roles)} → ${inWords(after.roles)}`;
    words.push(['roles-changed', `Changed the roles of ${name}: ${change}`]);
  }
  if (!before.isDisabled && after.isDisabled) words.push(['person-disabled', `Disabled ${name}`]);
  if (before.isDisabled && !after.isDisabled) words.push(['person-enabled', `Enabled ${name}`]);
  return words;
}
