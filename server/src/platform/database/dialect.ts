import { canonicalJson } from '@switchyard/core';
import * as pg from 'drizzle-orm/pg-core';
import * as lite from 'drizzle-orm/sqlite-core';

// JSON is canonical text on both: `jsonb` would reorder keys, and hashes would differ.
const toDriver = (value: unknown) => canonicalJson(value);
const fromDriver = (text: string) => JSON.parse(text);

/** The column kinds the schema is written in, once for both databases. */
const sqlite = {
  table: lite.sqliteTable,
  text: (name: string) => lite.text(name),
  json: <T>(name: string) =>
    lite.customType<{ data: T; driverData: string }>({
      dataType: () => 'text',
      toDriver,
      fromDriver,
    })(name),
  integer: (name: string) => lite.integer(name),
  flag: (name: string) => lite.integer(name, { mode: 'boolean' }),
  instant: (name: string) => lite.integer(name, { mode: 'timestamp_ms' }),
  id: (name: string) => lite.integer(name).primaryKey({ autoIncrement: true }),
  primaryKey: lite.primaryKey,
  index: lite.index,
  uniqueIndex: lite.uniqueIndex,
};

const postgres = {
  table: pg.pgTable,
  text: (name: string) => pg.text(name),
  json: <T>(name: string) =>
    pg.customType<{ data: T; driverData: string }>({
      dataType: () => 'text',
      toDriver,
      fromDriver,
    })(name),
  integer: (name: string) => pg.bigint(name, { mode: 'number' }),
  flag: (name: string) => pg.boolean(name),
  instant: (name: string) => pg.timestamp(name, { withTimezone: true, mode: 'date', precision: 3 }),
  id: (name: string) =>
    pg.bigint(name, { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  primaryKey: pg.primaryKey,
  index: pg.index,
  uniqueIndex: pg.uniqueIndex,
};

export const isPostgresUrl = (url: string | undefined) => /^postgres(ql)?:/.test(url ?? '');

// A process has one database, so the schema is typed as SQLite and the other dialect stands in.
// The server's tests run against both.
export const { table, text, json, integer, flag, instant, id, primaryKey, index, uniqueIndex } =
  isPostgresUrl(process.env.DATABASE_URL) ? (postgres as unknown as typeof sqlite) : sqlite;
