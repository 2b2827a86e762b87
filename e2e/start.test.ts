import { execFile } from 'node:child_process';
import { rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { root } from '../scripts/steps/run.mjs';
import { freePort, npmStart, temporaryFolder } from './testing/yard.ts';

describe('npm start', () => {
  test('again finds everything as it was left, and stops when it is asked to', async () => {
    const data = await folder();
    const first = await npmStart(data);
    const token = await signedIn(first.adminUrl, await first.link());
    await call(first.adminUrl, token, 'POST', '/api/switches', { key: 'kept' });
    await first.stop();
    expect(await first.ended).toBe(0);
    expect((await stat(join(data, 'shop.key'))).mode & 0o777).toBe(0o600);

    const second = await npmStart(data);
    onTestFinished(() => second.stop());
    await second.link();
    console.log(/runs after [\d.]+ s/.exec(second.printed())?.[0], '(the second time)');
    expect(second.printed()).not.toContain('with the demo');
    expect(await call(second.adminUrl, token, 'GET', '/api/switches/kept')).toMatchObject({
      key: 'kept',
    });
    expect(await (await fetch(second.shopUrl)).text()).toContain('Serving release 2.');
  });

  test('says which port is taken, and how to choose another', async () => {
    const port = await freePort();
    const other = createServer().listen(port);
    onTestFinished(() => void other.close());

    for (const name of ['PORT', 'SHOP_PORT', 'LIVE_SHOP_PORT']) {
      const start = await npmStart(await folder(), { [name]: String(port) });
      expect(await start.ended).toBe(1);
      expect(start.printed()).toMatch(
        new RegExp(`Port ${port}.* is used .*${name}=\\d+ npm start`, 's'),
      );
    }
  });

  test('says what a port may be', async () => {
    const start = await npmStart(await folder(), { SHOP_PORT: '80 or so' });

    expect(await start.ended).toBe(1);
    expect(start.printed()).toContain('SHOP_PORT must be a port');
  });

  test('says so when the database file is something else, and leaves it alone', async () => {
    const data = await folder();
    const file = join(data, 'switchyard.db');
    await writeFile(file, 'Dear diary, '.repeat(1000));

    const start = await npmStart(data);

    expect(await start.ended).toBe(1);
    expect(start.printed()).toContain('switchyard.db');
    expect(start.printed()).toMatch(/not a .*database/i);
    expect((await stat(file)).size).toBe(12_000);
  });

  test('stops everything when one part dies, and says which', async () => {
    const script = `
      import { main } from './scripts/steps/say.mjs';
      import { runTogether } from './scripts/steps/together.mjs';
      const begin = async (start) => {
        start('server', ['-e', 'setInterval(() => {}, 1000)'], {});
        start('shop', ['-e', 'console.log("Oh."); setTimeout(() => process.exit(3), 200)'], {});
      };
      await main(() => runTogether({ begin, greet() {} }));`;
    const ran = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      cwd: root,
    });
    const { code, stderr } = await ran.then(
      () => ({ code: 0, stderr: '' }),
      (error) => error,
    );

    expect(code).toBe(1);
    expect(stderr).toContain('The shop ended (exit code 3). Stopping the rest.');
  });
});

async function folder(): Promise<string> {
  const made = await temporaryFolder();
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** Uses a sign-in link as the admin UI does; the cookie of the session. */
async function signedIn(url: string, link: string): Promise<string> {
  const token = link.split('link=')[1];
  const response = await fetch(`${url}/api/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

async function call(url: string, cookie: string, method: string, path: string, body?: object) {
  const response = await fetch(url + path, {
    method,
    headers: { cookie, origin: url, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  return response.json();
}
