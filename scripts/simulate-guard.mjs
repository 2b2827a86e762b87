// Rolls out thousands of releases through real bucketing, SDKs, server store and judge, and compares how often, and how
// soon, they are rolled back with what the guard promises. --runs 2000, --scenario iid (may be repeated), --seed 1,
// --workers 2, --out runs.jsonl: adds each run to that file, leaves out those that are there already, and tells what all of
// them show; with --runs 0 only that. Ends with 0 only if everything holds.
import './steps/node-version.mjs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './steps/run.mjs';

const { DATABASE_URL: _, ...environment } = process.env;
const child = spawn(
  process.execPath,
  [
    '--import=tsx',
    '--conditions=switchyard:source',
    join(root, 'server/src/guards/testing/simulation/main.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: environment },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
