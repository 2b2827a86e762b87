// Runs the benchmarks of all packages, or those whose path contains one of the words given: `npm run bench is-active`.
import './steps/node-version.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './steps/run.mjs';
import { Failure, main } from './steps/say.mjs';

// A large young generation, so that no collection hides what is allocated between two measurements.
const flags = [
  '--import=tsx',
  '--conditions=switchyard:source',
  '--expose-gc',
  '--min-semi-space-size=512',
  '--max-semi-space-size=512',
];

await main(() => {
  const words = process.argv.slice(2);
  const files = ['core', 'sdk-node', 'server'].flatMap((name) => {
    const folder = join(name, 'bench');
    return existsSync(join(root, folder))
      ? readdirSync(join(root, folder))
          .filter((file) => file.endsWith('.ts'))
          .map((file) => join(folder, file))
      : [];
  });
  const wanted = files.filter((file) => words.every((word) => file.includes(word)));
  if (wanted.length === 0) throw new Failure(`No benchmark fits. There are: ${files.join(', ')}`);

  for (const file of wanted) {
    const { status } = spawnSync(process.execPath, [...flags, file], {
      cwd: root,
      stdio: 'inherit',
    });
    if (status !== 0) throw new Failure(`${file} failed.`);
  }
});
