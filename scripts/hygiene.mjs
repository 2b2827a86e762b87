// What must not slip into the repository: traces of the machine it was written on, and a lock file that installs
// something else than package.json says, or from somewhere else.
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { npm, root, run } from './steps/run.mjs';
import { Failure, main } from './steps/say.mjs';

const publicRegistry = 'registry.npmjs.org';
const read = (path) => readFileSync(join(root, path), 'utf8');

await main(async () => {
  const problems = [...(await leaks()), ...lockProblems()];
  if (problems.length > 0) throw new Failure(problems.join('\n'));
});

async function leaks() {
  const registry = new URL((await npm(['config', 'get', 'registry'])).trim()).host;
  const traces = [
    [root, 'the path of this checkout'],
    [homedir(), 'the home folder of whoever runs this'],
    ...(registry === publicRegistry ? [] : [[registry, "the host of this machine's registry"]]),
  ].filter(([text]) => basename(text) !== '');
  const tracked = (await run('git', ['ls-files', '-z'])).split('\0').filter(Boolean);
  return tracked.flatMap((path) => {
    const text = read(path);
    return traces.flatMap(([trace, what]) =>
      text.includes(`${trace}/`) ? [`${path} contains ${what}: ${trace}`] : [],
    );
  });
}

function lockProblems() {
  const lock = JSON.parse(read('package-lock.json')).packages;
  const { allowScripts, workspaces } = JSON.parse(read('package.json'));
  const names = new Set(Object.keys(lock).map(nameOf));
  const problems = [];
  for (const [path, locked] of Object.entries(lock)) {
    const name = locked.name ?? nameOf(path);
    if (/^https?:/.test(locked.resolved ?? '')) {
      problems.push(`package-lock.json: ${path} is fetched from ${locked.resolved}`);
    }
    if (path.includes('node_modules/') && !locked.link && !locked.integrity && !locked.os) {
      problems.push(`package-lock.json: ${path} has no checksum`);
    }
    // Without them `npm ci` refuses everywhere. npm drops what its registry did not have when the lock file was made.
    for (const optional of Object.keys(locked.optionalDependencies ?? {})) {
      if (!names.has(optional))
        problems.push(`package-lock.json lacks ${optional}, which ${path} names`);
    }
    if (locked.hasInstallScript && !Object.hasOwn(allowScripts, name)) {
      problems.push(`${name} has an install script: list it under allowScripts in package.json`);
    }
  }
  for (const workspace of ['', ...workspaces]) {
    const wanted = JSON.parse(read(join(workspace, 'package.json')));
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      const listed = (from) => JSON.stringify(Object.entries(from?.[kind] ?? {}).sort());
      if (listed(wanted) !== listed(lock[workspace])) {
        problems.push(
          `package-lock.json is out of step with ${kind} of ${workspace || '.'}: npm install`,
        );
      }
    }
  }
  return problems;
}

function nameOf(path) {
  return path.replace(/^.*node_modules\//, '');
}
