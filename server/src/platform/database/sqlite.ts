import { setTimeout as pause } from 'node:timers/promises';
import Client from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { createLane } from '../lane.ts';
import type { Database, Tx } from './database.ts';

const BUSY_TIMEOUT_MS = 10_000;
const TRY_AGAIN_MS = 20;

/**
 * Opens (or makes) a database file and brings its tables up to date. Throws in words if the file is
 * something else, cannot be written, or was made by a newer Switchyard.
 */
export function openSqlite(file: string, migrations: string): Database {
  const writer = connect(file);
  migrate(drizzle({ client: writer }), { migrationsFolder: migrations });
  writer.pragma('busy_timeout = 0');
  const writing = door(writer, 'BEGIN IMMEDIATE');
  // A database in memory belongs to its one connection.
  const reader = file === ':memory:' ? writer : connect(file);
  const reading = reader === writer ? writing : door(reader, 'BEGIN');

  return {
    kind: 'sqlite',
    write: writing.transaction,
    read: (work) => reading.transaction(work),
    async close() {
      await Promise.all([writing.drained(), reading.drained()]);
      reader.close();
      writer.close();
    },
  };
}

function connect(file: string): Client.Database {
  const client = new Client(file, { timeout: BUSY_TIMEOUT_MS });
  try {
    client.pragma('journal_mode = WAL');
    client.pragma('synchronous = FULL');
    client.pragma('foreign_keys = ON');
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

// One connection has one transaction at a time, and the driver's own transaction() cannot await.
function door(client: Client.Database, begin: string) {
  const tx = drizzle({ client }) as unknown as Tx;
  const lane = createLane();
  const transaction: Database['write'] = (work, priority) =>
    lane.run(async () => {
      await start(client, begin);
      try {
        const result = await work(tx);
        client.exec('COMMIT');
        return result;
      } catch (error) {
        if (client.inTransaction) client.exec('ROLLBACK');
        throw error;
      }
    }, priority);
  return { transaction, drained: lane.drained };
}

/** While another process writes, the driver would wait with this whole process: streams, reads and all. */
async function start(client: Client.Database, begin: string): Promise<void> {
  const tryUntil = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      client.exec(begin);
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > tryUntil) throw error;
    }
    await pause(TRY_AGAIN_MS);
  }
}

const isBusy = (error: unknown) =>
  error instanceof Client.SqliteError && error.code === 'SQLITE_BUSY';
