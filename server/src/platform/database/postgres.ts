import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import createClient from 'postgres';
import { createLane } from '../lane.ts';
import type { Database, Signals, Tx } from './database.ts';

const ATTEMPTS = 20;
const CHANNEL = 'switchyard';
const MIGRATION_LOCK = 7_308_332;
/** After this long without a word from it, a process loses its turn at writing. */
const STUCK_MS = 30_000;

const settings = { onnotice: () => {}, types: {} };

// Every writer appends to the one deploy log, so several processes would only fail each other's
// transactions. The lock is taken before the transaction's snapshot is, and in the order asked for.
const takeTurns = sql`lock table meta in share row exclusive mode`;

/** Opens a PostgreSQL database and brings its tables up to date, one process at a time. */
export async function openPostgres(url: string, migrations: string): Promise<Database> {
  await bringUpToDate(url, migrations);
  return connectPostgres(url);
}

/** Opens one whose tables are up to date. */
export function connectPostgres(url: string): Database {
  const writer = createClient(url, {
    ...settings,
    max: 1,
    connection: { idle_in_transaction_session_timeout: STUCK_MS },
  });
  const reader = createClient(url, { ...settings, max: 4 });
  const [writing, reading] = [drizzle({ client: writer }), drizzle({ client: reader })];
  const lane = createLane();
  let isClosing = false;
  let listening: Promise<unknown> = Promise.resolve();

  const signals: Signals = {
    async send(text) {
      if (!isClosing) await reader.notify(CHANNEL, text);
    },
    async listen(hear) {
      const started = reader.listen(CHANNEL, hear);
      listening = Promise.allSettled([listening, started]);
      await started;
    },
  };

  return {
    kind: 'postgres',
    write: (work, priority) =>
      retried(() =>
        lane.run(
          () =>
            writing.transaction(
              async (tx) => {
                await tx.execute(takeTurns);
                return work(tx as unknown as Tx);
              },
              { isolationLevel: 'serializable' },
            ),
          priority,
        ),
      ),
    read: (work) =>
      reading.transaction((tx) => work(tx as unknown as Tx), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    signals,
    async close() {
      isClosing = true;
      await lane.drained();
      await listening;
      await Promise.all([writer, reader].map((client) => client.end({ timeout: 5 })));
    },
  };
}

async function bringUpToDate(url: string, migrations: string): Promise<void> {
  const client = createClient(url, { max: 1, onnotice: () => {} });
  try {
    await client`select pg_advisory_lock(${MIGRATION_LOCK})`;
    await migrate(drizzle({ client }), { migrationsFolder: migrations });
  } finally {
    await client.end({ timeout: 5 });
  }
}

/** Serialization failures and deadlocks mean: from the start. Waits a little longer each time. */
async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (count >= ATTEMPTS || !isConflict(error)) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.min(count * 5, 50) * Math.random()));
    }
  }
}

function isConflict(error: unknown): boolean {
  for (let each = error; each instanceof Error; each = each.cause) {
    const code = (each as { code?: unknown }).code;
    if (code === '40001' || code === '40P01') return true;
  }
  return false;
}
