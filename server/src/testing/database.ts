import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import createClient from 'postgres';
import { inject } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { isPostgresUrl } from '../platform/database/dialect.ts';
import { openPostgres } from '../platform/database/postgres.ts';
import { openSqlite } from '../platform/database/sqlite.ts';
import { PREPARED } from './postgres.ts';

export const isPostgres = isPostgresUrl(process.env.DATABASE_URL);

const folder = isPostgres ? 'postgres' : 'sqlite';
export const migrations = fileURLToPath(new URL(`../../migrations/${folder}`, import.meta.url));

/** A place for one test's data, on whichever database the tests run on. */
export interface TestDatabase {
  /** Opens it as the server does; more than once for several processes. */
  open(folder?: string): Promise<Database>;
  /** Runs a statement past the server, as somebody with the password or the file could. */
  run(statement: string): Promise<Record<string, unknown>[]>;
  /** The file or address. */
  readonly location: string;
  destroy(): Promise<void>;
}

export const testDatabase = (): Promise<TestDatabase> =>
  isPostgres ? postgresDatabase() : sqliteDatabase();

/** One whose tables may be there already. */
export const preparedDatabase = (): Promise<TestDatabase> =>
  isPostgres ? postgresDatabase(PREPARED) : sqliteDatabase();

async function sqliteDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'switchyard-test-'));
  const location = join(directory, 'switchyard.db');
  return {
    location,
    open: async (folder = migrations) => openSqlite(location, folder),
    async run(statement) {
      const client = new Sqlite(location);
      try {
        const prepared = client.prepare(statement);
        if (prepared.reader) return prepared.all() as Record<string, unknown>[];
        prepared.run();
        return [];
      } finally {
        client.close();
      }
    },
    destroy: () => rm(directory, { recursive: true, force: true }),
  };
}

/** A database of its own on the run's PostgreSQL server, as a copy of that one. */
export async function postgresDatabase(model = 'template1'): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${process.pid}_${Date.now().toString(36)}_${counter++}`;
  const location = `${server}/${name}`;
  await query(`${server}/postgres`, `create database ${name} template ${model}`);
  return {
    location,
    open: (folder = migrations) => openPostgres(location, folder),
    run: (statement) => query(location, statement),
    destroy: async () =>
      void (await query(`${server}/postgres`, `drop database ${name} with (force)`)),
  };
}

let counter = 0;

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = createClient(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await client.unsafe(statement))];
  } finally {
    await client.end();
  }
}
