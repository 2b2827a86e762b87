import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate } from 'drizzle-orm/postgres-js/migrator';
import createClient from 'postgres';
import type { Database, Tx } from './database.ts';

const ATTEMPTS = 20;
const MIGRATION_LOCK = 7_308_332;

/** Opens a PostgreSQL database and brings its tables up to date, one process at a time. */
export async function openPostgres(url: string, migrations: string): Promise<Database> {
  await bringUpToDate(url, migrations);
  const settings = { onnotice: () => {}, types: {} };
  const clients = {
    normal: createClient(url, { ...settings, max: 8 }),
    // Kill and rollback never wait for a connection.
    urgent: createClient(url, { ...settings, max: 2 }),
    read: createClient(url, { ...settings, max: 4 }),
  };
  const databases = {
    normal: drizzle({ client: clients.normal }),
    urgent: drizzle({ client: clients.urgent }),
    read: drizzle({ client: clients.read }),
  };

  return {
    kind: 'postgres',
    write: (work, priority = 'normal') =>
      retried(() =>
        databases[priority].transaction((tx) => work(tx as unknown as Tx), {
          isolationLevel: 'serializable',
        }),
      ),
    read: (work) =>
      databases.read.transaction((tx) => work(tx as unknown as Tx), {
        isolationLevel: 'repeatable read',
        accessMode: 'read only',
      }),
    async close() {
      await Promise.all(Object.values(clients).map((client) => client.end({ timeout: 5 })));
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
