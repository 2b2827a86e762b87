// What CI runs: every static check, then every test. With --static only the former. All checks run even when one
// fails, so that one run tells everything.
import './steps/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './steps/install.mjs';
import { root, run, tool } from './steps/run.mjs';
import { Failure, main, step } from './steps/say.mjs';

const attw = tool('@arethetypeswrong/cli/dist/index.js');
const node = (file, ...args) => run(process.execPath, [file, ...args]);
const { workspaces } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const layers = [...workspaces, 'e2e', 'scripts'];
/** What `tsc -b` leaves out, because it is not built. */
const typesOfTests = ['e2e', ...workspaces.map((folder) => `${folder}/tsconfig.test.json`)].filter(
  (project) => existsSync(join(root, project)),
);
const published = ['core', 'sdk-node', 'sdk-browser', 'server'];

const checks = {
  'Format and lint': () =>
    node(tool('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'),
  Types: async () => {
    await node(tool('typescript/bin/tsc'), '-b');
    for (const tests of typesOfTests) await node(tool('typescript/bin/tsc'), '-p', tests);
  },
  Layers: () => node(tool('dependency-cruiser/bin/dependency-cruise.mjs'), ...layers),
  'Layer rules can fail': () => node('scripts/layers.mjs'),
  'Unused code': () => node(tool('knip/bin/knip.js')),
  Packages: async () => {
    for (const name of published) await node(tool('publint/src/cli.js'), name, '--strict');
    const esmOnly = ['--profile', 'esm-only'];
    await node(attw, '--pack', 'sdk-node');
    await node(attw, '--pack', 'core', ...esmOnly);
    await node(attw, '--pack', 'sdk-browser', ...esmOnly, '--exclude-entrypoints', 'script');
  },
  Sizes: () => node(tool('size-limit/bin.js')),
  'Lock file and leaks': () => node('scripts/hygiene.mjs'),
};

await main(async () => {
  await ensureInstalled();
  const { ensureBuilt } = await import('./steps/build.mjs');
  await ensureBuilt();

  const failed = [];
  for (const [name, check] of Object.entries(checks)) {
    await step(name, check).catch((error) => {
      console.error(error instanceof Failure ? error.message : error);
      failed.push(name);
    });
  }
  if (failed.length > 0) throw new Failure(`Failed: ${failed.join(', ')}`);

  if (process.argv.includes('--static')) return;
  const tests = spawnSync(process.execPath, [join(root, 'scripts/test.mjs')], { stdio: 'inherit' });
  process.exitCode = tests.status ?? 1;
});
