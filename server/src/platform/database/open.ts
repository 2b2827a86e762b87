import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { StartProblem } from '../start-problem.ts';
import { type Age, addressOf, ageOfFile, ageOfServer, migrations } from './age.ts';
import type { Database } from './database.ts';
import { openPostgres } from './postgres.ts';
import { lockForServer } from './server-lock.ts';
import { openSqlite } from './sqlite.ts';

export type Place = { readonly file: string } | { readonly url: string };

/**
 * Opens a database, or makes it. Throws in words. Only who opens it `alone`, as the server does, brings an older one up
 * to date, and keeps others from opening a file like that.
 */
export async function openDatabase(place: Place, { alone = false } = {}): Promise<Database> {
  try {
    return 'file' in place ? openFile(place.file, alone) : await openServer(place.url, alone);
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
    if (existsSync(file)) refuseUpgrade(ageOfFile(file), file, alone);
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

async function openServer(url: string, alone: boolean): Promise<Database> {
  refuseUpgrade(await ageOfServer(url), addressOf(url), alone);
  return openPostgres(url, join(migrations, 'postgres'));
}

/** A server that runs meanwhile, of an older version, would not know its tables any more. */
function refuseUpgrade(age: Age, name: string, alone: boolean): void {
  if (age === 'older' && !alone) {
    throw new StartProblem(
      `${name} was made by an older Switchyard. Start the server of this version once: that brings it up to date`,
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
