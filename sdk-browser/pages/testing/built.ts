import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const tsup = join(
  dirname(createRequire(import.meta.url).resolve('tsup/package.json')),
  'dist/cli-default.js',
);

/** Builds an SDK as it is published, but for its types, into a folder of its own. */
export async function built(name: 'sdk-node' | 'sdk-browser') {
  const folder = mkdtempSync(join(tmpdir(), `switchyard-${name}-`));
  const options = ['--out-dir', folder, '--no-dts', '--silent'];
  await execute(process.execPath, [tsup, ...options], { cwd: join(root, name) });
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
