import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { npm, root } from './run.mjs';
import { step } from './say.mjs';

const stamp = join(root, 'node_modules/.switchyard-build');
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const results = workspaces
  .filter((workspace) => existsSync(join(root, workspace, 'tsconfig.json')))
  .map((workspace) => join(root, workspace, 'dist'));
const notSources = /^(node_modules|dist|dist-types|vectors|migrations)$|[.]test[.]ts$/;

/** What tests of what was built begin with. */
export { ensureBuilt as setup };

/** Whether every package is built from the very sources that there are. */
export const isBuilt = () => isBuiltFrom(digest());

function isBuiltFrom(sources) {
  const built = existsSync(stamp) ? readFileSync(stamp, 'utf8') : undefined;
  return built === sources && results.every((folder) => existsSync(folder));
}

/** Builds every package, unless that was done from the very same sources. */
export async function ensureBuilt() {
  const sources = digest();
  if (isBuiltFrom(sources)) return;

  await step('Building', () => npm(['run', 'build']));
  writeFileSync(stamp, sources);
}

function digest() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(path.slice(root.length)).update(readFileSync(path));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.base.json']) {
    add(join(root, file));
  }
  for (const workspace of workspaces) files(join(root, workspace)).forEach(add);
  return hash.digest('hex');
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notSources.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? files(path) : [path];
    });
}
