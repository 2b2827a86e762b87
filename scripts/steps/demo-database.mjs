import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { step } from './say.mjs';

/** What `switchyard serve --print-link` prints once it is up. */
export const signInLink = /https?:\/\/\S+[?&]link=\S+/;

const shopEnvironment = 'development';

/** A demo does not belong into a database that something else is told of. */
export const settingsFor = (database) => ({
  DATABASE_URL: undefined,
  SWITCHYARD_DATABASE: database,
});

/**
 * Fills a new database with the demo and keeps the example shop's SDK key beside it. An existing database is left
 * alone. Resolves with the key, or with nothing when the database is somebody's own.
 */
export async function ensureDemo({ data, database, switchyard }) {
  const keyFile = join(data, 'shop.key');
  if (!existsSync(database)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    await step('Filling a new database with the demo', () => seed(switchyard, database, keyFile));
  }
  return existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined;
}

// Elsewhere first, so that a database which is there is complete, and its key known, whenever this was cut off.
async function seed(switchyard, database, keyFile) {
  const draft = `${database}.new`;
  for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
  const args = [...switchyard, 'seed', 'examples/shop/demo.json', '--json'];
  const { keys } = JSON.parse(await run(process.execPath, args, { env: settingsFor(draft) }));
  const { secret } = keys.find(({ environment }) => environment === shopEnvironment);
  writeFileSync(keyFile, secret, { mode: 0o600 });
  renameSync(draft, database);
  rmSync(`${draft}.lock`, { force: true });
}
