// Every test, on a fresh clone too: installs, builds and fetches what is missing, then runs vitest with the
// arguments it was given, and ends with one plain line of figures.
import './steps/node-version.mjs';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureInstalled } from './steps/install.mjs';
import { root, tool } from './steps/run.mjs';
import { main } from './steps/say.mjs';

const report = join(root, 'test-results/vitest.json');

await main(async () => {
  await ensureInstalled();
  // These stand on what has just been installed.
  const { ensureBuilt } = await import('./steps/build.mjs');
  const { ensureChromium } = await import('./steps/chromium.mjs');
  await ensureBuilt();
  const chromium = await ensureChromium();

  rmSync(report, { force: true });
  mkdirSync(join(root, 'test-results'), { recursive: true });
  const exitCode = await vitest(process.argv.slice(2), { CHROMIUM: chromium });
  const { passed, failed, skipped } = figures();
  console.log(`\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`);
  if (passed + failed === 0) console.error('No test ran.');
  process.exitCode = exitCode || (failed > 0 || passed === 0 ? 1 : 0);
});

function vitest(args, env) {
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(process.execPath, [tool('vitest/vitest.mjs'), 'run', ...reporters, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}

/** A file that could not even be loaded counts as one failed test. */
function figures() {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const results = testResults.flatMap((file) =>
    file.assertionResults.length === 0 && file.status === 'failed'
      ? ['failed']
      : file.assertionResults.map((test) => test.status),
  );
  const count = (...statuses) => results.filter((status) => statuses.includes(status)).length;
  return {
    passed: count('passed'),
    failed: count('failed'),
    skipped: count('pending', 'skipped', 'todo'),
  };
}
