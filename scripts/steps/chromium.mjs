import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from 'playwright-core';
import { run, tool } from './run.mjs';
import { Failure, step } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const applications = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** The browser that tests use: the one asked for, an installed one, or Playwright's own. */
export function findChromium() {
  const asked = process.env.CHROMIUM;
  if (asked && !existsSync(asked)) throw new Failure(`CHROMIUM=${asked}: no such file.`);
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return [
    ...(asked ? [asked] : []),
    ...folders.flatMap((folder) => names.map((name) => join(folder, name))),
    ...applications,
    chromium.executablePath(),
  ].find((path) => existsSync(path));
}

export async function ensureChromium() {
  const found = findChromium();
  if (found) return found;

  try {
    await step(
      'Getting Chromium for the browser tests',
      isDebianRoot() ? fromDebian : fromPlaywright,
    );
  } catch (error) {
    throw new Failure(`${error.message}\n\n${how}`);
  }
  const got = findChromium();
  if (!got) throw new Failure(how);
  return got;
}

const how =
  'The browser tests need Chromium or Chrome, and none was found. Install one (Debian, as root: apt-get install -y ' +
  'chromium; elsewhere: npx playwright-core install chromium), or say where it is: CHROMIUM=/path/to/chromium npm test';

// Not on Ubuntu, whose package of that name only points to a snap.
function isDebianRoot() {
  const release = '/etc/os-release';
  return (
    process.getuid?.() === 0 &&
    existsSync(release) &&
    /^ID=debian$/m.test(readFileSync(release, 'utf8'))
  );
}

async function fromDebian() {
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update'], { env });
  await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
}

const fromPlaywright = () =>
  run(process.execPath, [tool('playwright-core/cli.js'), 'install', 'chromium']);
