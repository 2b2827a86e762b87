import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { step } from './say.mjs';

/** What `switchyard serve --print-link` prints once it is up. */
export const signInLink = /https?:\/\/\S+[?&]link=\S+/;

/** The example shop is there twice: to play with, and as its customers have it. Its pages have keys of their own. */
const shops = {
  shop: { environment: 'development', kind: 'server' },
  'shop-pages': { environment: 'development', kind: 'browser' },
  'live-shop': { environment: 'production', kind: 'server' },
  'live-shop-pages': { environment: 'production', kind: 'browser' },
};

/** A demo does not belong into a database that something else is told of. */
export const settingsFor = (database) => ({
  DATABASE_URL: undefined,
  SWITCHYARD_DATABASE: database,
});

/**
 * Fills a new database with the demo and keeps the SDK keys of both example shops beside it. An existing database is
 * left alone. Resolves with the keys by shop: without those that are not there, as when the database is somebody's own.
 */
export async function ensureDemo({ data, database, switchyard }) {
  if (!existsSync(database)) {
    mkdirSync(data, { recursive: true, mode: 0o700 });
    await step('Filling a new database with the demo', () => seed(switchyard, database, data));
  }
  const known = Object.keys(shops).filter((shop) => existsSync(keyFile(data, shop)));
  const read = (shop) => readFileSync(keyFile(data, shop), 'utf8').trim();
  return Object.fromEntries(known.map((shop) => [shop, read(shop)]));
}

const keyFile = (data, shop) => join(data, `${shop}.key`);

// Elsewhere first, so that a database which is there is complete, and its keys known, whenever this was cut off.
async function seed(switchyard, database, data) {
  const draft = `${database}.new`;
  for (const suffix of ['', '-wal', '-shm']) rmSync(draft + suffix, { force: true });
  const args = [...switchyard, 'seed', 'examples/shop/demo.json', '--json'];
  const { keys } = JSON.parse(await run(process.execPath, args, { env: settingsFor(draft) }));
  for (const [shop, wanted] of Object.entries(shops)) {
    const { secret } = keys.find(
      ({ environment, kind }) => environment === wanted.environment && kind === wanted.kind,
    );
    writeFileSync(keyFile(data, shop), secret, { mode: 0o600 });
  }
  renameSync(draft, database);
  rmSync(`${draft}.lock`, { force: true });
}
