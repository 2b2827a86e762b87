import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import createClient from 'postgres';
import { inject } from 'vitest';
import type { Database } from '../platform/database/database.ts';
import { isPostgresUrl } from '../platform/database/dialect.ts';
import { connectPostgres, openPostgres } from '../platform/database/postgres.ts';
import { openSqlite } from '../platform/database/sqlite.ts';
import type {} from './postgres.ts';

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

/** One whose tables are there already. */
export const preparedDatabase = (): Promise<TestDatabase> =>
  isPostgres ? usedDatabase() : copiedFile();

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

/** A file with all tables. */
let file: Promise<Buffer> | undefined;

async function makeFile(): Promise<Buffer> {
  const made = await sqliteDatabase();
  await (await made.open()).close();
  const bytes = await readFile(made.location);
  await made.destroy();
  return bytes;
}

async function copiedFile(): Promise<TestDatabase> {
  file ??= makeFile();
  const place = await sqliteDatabase();
  await writeFile(place.location, await file);
  return place;
}

/** A database of its own on the run's PostgreSQL server: empty, or a copy of another. */
export async function postgresDatabase(template = 'template1'): Promise<TestDatabase> {
  const server = inject('postgres');
  const name = `test_${process.pid}_${Date.now().toString(36)}_${counter++}`;
  const location = `${server}/${name}`;
  await query(`${server}/postgres`, `create database ${name} template ${template}`);
  return {
    location,
    open: (folder = migrations) => openPostgres(location, folder),
    run: (statement) => query(location, statement),
    destroy: async () =>
      void (await query(`${server}/postgres`, `drop database ${name} with (force)`)),
  };
}

let counter = 0;

/** What the others are copied from: a database with all tables, made by the first test that needs one. */
let template: Promise<string> | undefined;

async function makeTemplate(): Promise<string> {
  const made = await postgresDatabase();
  await (await made.open()).close();
  return made.location.slice(made.location.lastIndexOf('/') + 1);
}

/** To empty a database takes much less time than to make one: tests use it one after another. */
const emptied: TestDatabase[] = [];

async function usedDatabase(): Promise<TestDatabase> {
  template ??= makeTemplate();
  const place = emptied.pop() ?? (await postgresDatabase(await template));
  let isAsMigrated = true;
  return {
    ...place,
    open: async (folder) =>
      folder === undefined ? connectPostgres(place.location) : place.open(folder),
    run(statement) {
      if (/^drop /i.test(statement)) isAsMigrated = false;
      return place.run(statement);
    },
    async destroy() {
      if (!isAsMigrated) return place.destroy();
      await place.run(empty);
      emptied.push(place);
    },
  };
}

/** Whoever is still connected is cut off; tables that migrations made stay, without a row, and locked up again. */
const empty = `
  do $$
  declare each text;
  begin
    perform pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid();
    set session_replication_role = replica;
    for each in select quote_ident(tablename) from pg_tables where schemaname = 'public' loop
      execute 'delete from ' || each;
    end loop;
    for each in select quote_ident(sequencename) from pg_sequences where schemaname = 'public' loop
      execute 'alter sequence ' || each || ' restart';
    end loop;
    alter table deploy_log enable trigger deploy_log_keeps_entries;
  end $$
`;

async function query(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = createClient(url, { max: 1, onnotice: () => {} });
  try {
    return [...(await client.unsafe(statement))];
  } finally {
    await client.end();
  }
}
