import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Client from 'better-sqlite3';
import createClient from 'postgres';
import { StartProblem } from '../start-problem.ts';
import type { Database } from './database.ts';

export const migrations = fileURLToPath(new URL('../../../migrations', import.meta.url));

/** How a database compares with this version: nothing in it yet, made by an earlier one, or as it is now. */
export type Age = 'new' | 'older' | 'current';

/** Looks without writing. Refuses another program's tables, and those of a newer Switchyard. */
export function ageOfFile(file: string): Age {
  const client = new Client(file);
  const find = (query: string) => client.prepare(query).pluck().all();
  try {
    const tables = find("select name from sqlite_master where type = 'table'");
    if (tables.length === 0) return 'new';
    if (!tables.includes('__drizzle_migrations')) {
      throw new StartProblem(
        `${file} is a database of another program. Give SWITCHYARD_DATABASE the name of a new file`,
      );
    }
    const [applied] = find('select max(created_at) from __drizzle_migrations');
    return compare(file, Number(applied), 'sqlite');
  } finally {
    client.close();
  }
}

export async function ageOfServer(url: string): Promise<Age> {
  const client = createClient(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    const [found] = await client`select to_regclass('drizzle.__drizzle_migrations') as name`;
    if (found?.name === null) return 'new';
    const [row] = await client`select max(created_at) as applied from drizzle.__drizzle_migrations`;
    return compare(addressOf(url), Number(row?.applied), 'postgres');
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Without the password. */
export function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

function compare(name: string, applied: number, kind: Database['kind']): Age {
  const journal = JSON.parse(readFileSync(join(migrations, kind, 'meta/_journal.json'), 'utf8'));
  const known = Math.max(...journal.entries.map(({ when }: { when: number }) => when));
  if (applied > known) {
    throw new StartProblem(
      `${name} was made by a newer Switchyard than this one. Use that version, or a backup from before`,
    );
  }
  return applied < known ? 'older' : 'current';
}
