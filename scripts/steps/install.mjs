import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { npm, root, run } from './run.mjs';
import { Failure, step } from './say.mjs';

const lockFile = join(root, 'package-lock.json');
const note = join(root, 'node_modules/.switchyard-lock');
const platform = `${process.platform}-${process.arch} abi ${process.versions.modules}`;

/** Installs what package-lock.json says, unless that is what lies in node_modules already. */
export async function ensureInstalled() {
  const wanted = `${createHash('sha256').update(readFileSync(lockFile)).digest('hex')} ${platform}`;
  const noted = existsSync(note) ? readFileSync(note, 'utf8') : undefined;
  if (noted === wanted) return;

  const mayBeFine = noted === undefined || noted.endsWith(platform);
  if (!(mayBeFine && isInstalledByHand())) {
    await step('Installing packages', () => npm(['ci', '--include=dev'], { env: headers() })).catch(
      explain,
    );
    await probe();
  }
  writeFileSync(note, wanted);
}

/** Whether npm's own record of its last complete installation agrees with the lock file. */
function isInstalledByHand() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages;
  return Object.entries(JSON.parse(readFileSync(lockFile, 'utf8')).packages).every(
    ([path, locked]) =>
      !path.includes('node_modules/') ||
      locked.optional ||
      locked.link ||
      installed[path]?.integrity === locked.integrity,
  );
}

/** Where Node's headers lie beside Node, native parts are compiled with those and fetch none. */
function headers() {
  const prefix = dirname(dirname(process.execPath));
  const lieBeside = existsSync(join(prefix, 'include/node/node_version.h'));
  return lieBeside && !process.env.npm_config_nodedir ? { npm_config_nodedir: prefix } : {};
}

/** npm may be told not to run install scripts; then SQLite's native part is missing. */
async function probe() {
  const opens = "new (require('better-sqlite3'))(':memory:').close()";
  await run(process.execPath, ['-e', opens]).catch((error) => {
    throw new Failure(
      `${error.message}\n\nThe SQLite package is installed, but its native part does not load. If npm is told ` +
        'not to run install scripts (npm config get ignore-scripts), allow it: npm rebuild better-sqlite3 --ignore-scripts=false',
    );
  });
}

function explain(error) {
  const compiling = /gyp ERR!/.test(error.message);
  const hint = compiling
    ? '\n\nSQLite had to be compiled here, which needs python3, make and a C++ compiler. On Debian and Ubuntu: ' +
      'apt-get install -y python3 make g++. On macOS: xcode-select --install.'
    : '';
  throw new Failure(`${error.message}${hint}`);
}
