import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { step } from './say.mjs';

const shopEnvironment = 'development';

/**
 * Fills a new database with the demo and keeps the example shop's SDK key beside it. An existing database is left
 * alone. Resolves with the key, or with nothing when the database is somebody's own.
 */
export async function ensureDemo({ data, database }) {
  const keyFile = join(data, 'shop.key');
  if (!existsSync(database)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    await step('Filling a new database with the demo', () => seed({ database, keyFile }));
  }
  return existsSync(keyFile) ? readFileSync(keyFile, 'utf8').trim() : undefined;
}

// Elsewhere first, so that a database which is there is complete, and its key known, whenever this was cut off.
async function seed({ database, keyFile }) {
  const draft = `${database}.new`;
  for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
  const answer = await run(
    process.execPath,
    ['server/bin/switchyard.js', 'seed', 'examples/shop/demo.json', '--json'],
    { env: { SWITCHYARD_DATABASE: draft } },
  );
  const { keys } = JSON.parse(answer);
  const { secret } = keys.find(({ environment }) => environment === shopEnvironment);
  writeFileSync(keyFile, secret, { mode: 0o600 });
  renameSync(draft, database);
}
