import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Client from 'better-sqlite3';
import createClient from 'postgres';
import { StartProblem } from '../start-problem.ts';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { lockForServer } from './server-lock.ts';
import { openSqlite } from './sqlite.ts';

export type Place = { readonly file: string } | { readonly url: string };

const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url));

/**
 * Opens a database, or makes it, and brings it up to date. Throws in words. A file that is opened `alone` is
 * refused while another process has it so.
 */
export async function openDatabase(place: Place, { alone = false } = {}): Promise<Database> {
  try {
    return 'file' in place ? openFile(place.file, alone) : await openServer(place.url);
  } catch (error) {
    if (error instanceof StartProblem) throw error;
    const words =
      'file' in place ? wordsOfFile(place.file, error) : wordsOfServer(place.url, error);
    throw new StartProblem(words, { cause: error });
  }
}

function openFile(file: string, alone: boolean): Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const unlock = alone ? lockForServer(file) : () => {};
  try {
    if (existsSync(file)) refuseStrange(file);
    else makeEmpty(file);
    const database = openSqlite(file, join(migrations, 'sqlite'));
    return { ...database, close: () => database.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

/** A new file that only its owner may read, as then its companions are too. */
export const makeEmpty = (file: string) => closeSync(openSync(file, 'a', 0o600));

/** Looks before anything is written: into another program's tables, or those of a newer Switchyard. */
function refuseStrange(file: string): void {
  const client = new Client(file);
  try {
    const tables = client
      .prepare("select name from sqlite_master where type = 'table'")
      .pluck()
      .all();
    if (tables.length === 0) return;
    if (!tables.includes('__drizzle_migrations')) {
      throw new StartProblem(
        `${file} is a database of another program. Give SWITCHYARD_DATABASE the name of a new file`,
      );
    }
    const applied = client
      .prepare('select max(created_at) from __drizzle_migrations')
      .pluck()
      .get();
    refuseNewer(file, Number(applied), 'sqlite');
  } finally {
    client.close();
  }
}

async function openServer(url: string): Promise<Database> {
  const client = createClient(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [found] = await client`select to_regclass('drizzle.__drizzle_migrations') as name`;
    if (found?.name !== null) {
      const [row] =
        await client`select max(created_at) as applied from drizzle.__drizzle_migrations`;
      refuseNewer(addressOf(url), Number(row?.applied), 'postgres');
    }
  } finally {
    await client.end({ timeout: 5 });
  }
  return openPostgres(url, join(migrations, 'postgres'));
}

function refuseNewer(name: string, applied: number, kind: Database['kind']): void {
  const journal = JSON.parse(readFileSync(join(migrations, kind, 'meta/_journal.json'), 'utf8'));
  const known = Math.max(...journal.entries.map(({ when }: { when: number }) => when));
  if (applied > known) {
    throw new StartProblem(
      `${name} was made by a newer Switchyard than this one. Use that version, or a backup from before`,
    );
  }
}

function wordsOfFile(file: string, error: unknown): string {
  const { code = '', message } = error as Error & { code?: string };
  if (code === 'SQLITE_NOTADB') {
    return `${file} is not a database. Give SWITCHYARD_DATABASE another name, or put a backup there`;
  }
  if (code.startsWith('SQLITE_CORRUPT'))
    return `${file} is damaged. Put a backup there: ${message}`;
  if (/^(EACCES|EPERM|EROFS|SQLITE_CANTOPEN|SQLITE_READONLY|SQLITE_PERM)/.test(code)) {
    return `${file} cannot be opened for writing. Its user must be able to write it and its folder: ${message}`;
  }
  return `${file} cannot be opened: ${message}`;
}

function wordsOfServer(url: string, error: unknown): string {
  const { code = '', message } = error as Error & { code?: string };
  const address = addressOf(url);
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing answers there',
    ENOTFOUND: 'there is no such host',
    CONNECT_TIMEOUT: 'it does not answer in time',
    '28P01': 'the user or the password is wrong',
    '28000': 'the user may not connect',
    '3D000': 'there is no such database',
  };
  return `PostgreSQL at ${address} (DATABASE_URL) cannot be used: ${reasons[code] ?? message}`;
}

/** Without the password. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
