import { randomBytes, randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Tx } from './database/database.ts';
import { meta } from './tables.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** What is made once for a database, when it is first opened. */
const makers = {
  /** Names this incarnation of the database in positions. A restored backup gets another one. */
  epoch: () => Array.from({ length: 8 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
  /** Keys the opaque ids that stand in browsers for conditions about people. */
  'answer-key': () => randomBytes(32).toString('hex'),
} as const;

export type MetaName = keyof typeof makers;

/** Makes what is missing. Called on every start, before anything else. */
export async function initialise(tx: Tx): Promise<void> {
  const known = new Set((await tx.select().from(meta)).map(({ name }) => name));
  for (const [name, make] of Object.entries(makers)) {
    if (!known.has(name)) await tx.insert(meta).values({ name, value: make() });
  }
}

export async function read(tx: Tx, name: MetaName): Promise<string> {
  const known = knownBy.get(tx) ?? new Map<MetaName, string>();
  const value = known.get(name) ?? (await textOf(tx, name));
  if (value === undefined) throw new Error(`The database has no ${name}: it was not initialised`);
  knownBy.set(tx, known.set(name, value));
  return value;
}

/** What each connection was told: once made, it stays as it is for as long as the database is open. */
const knownBy = new WeakMap<Tx, Map<MetaName, string>>();

async function textOf(tx: Tx, name: string): Promise<string | undefined> {
  const [row] = await tx.select().from(meta).where(eq(meta.name, name));
  return row?.value;
}

/** A place in what SDKs of an environment see: `epoch:seq`. */
export const positionOf = (epoch: string, seq: number) => `${epoch}:${seq}`;

/** What the server as a whole is set to, as text; undefined where nobody set it. */
export const setting = (tx: Tx, name: 'badge'): Promise<string | undefined> => textOf(tx, name);

export async function putSetting(tx: Tx, name: 'badge', value: string): Promise<void> {
  await tx
    .insert(meta)
    .values({ name, value })
    .onConflictDoUpdate({ target: meta.name, set: { value } });
}
