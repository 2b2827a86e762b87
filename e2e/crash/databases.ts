import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { settingsFor } from '../../scripts/steps/demo-database.mjs';
import { postgresDatabase } from '../../server/src/testing/database.ts';

/** Settings of a server with a database of its own, gone with the test. */
export const databases = [
  ['SQLite', sqlite],
  ['PostgreSQL', postgres],
] as const;

async function sqlite() {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-crash-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return settingsFor(join(folder, 'switchyard.db'));
}

async function postgres() {
  const { location, destroy } = await postgresDatabase();
  onTestFinished(destroy);
  return {
    DATABASE_URL: location,
    SWITCHYARD_MASTER_KEY: randomBytes(32).toString('base64'),
  };
}
