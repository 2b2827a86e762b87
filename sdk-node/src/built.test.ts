import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, until } from './testing/started.ts';

const execute = promisify(execFile);
const packageRoot = join(import.meta.dirname, '..');
const tsup = join(
  dirname(createRequire(import.meta.url).resolve('tsup/package.json')),
  'dist/cli-default.js',
);

/** An application that has the built package, and nothing else, in its `node_modules`. */
const application = mkdtempSync(join(tmpdir(), 'switchyard-built-'));
const installed = join(application, 'node_modules/@switchyard/sdk-node');

beforeAll(async () => {
  mkdirSync(installed, { recursive: true });
  copyFileSync(join(packageRoot, 'package.json'), join(installed, 'package.json'));
  const options = ['--out-dir', join(installed, 'dist'), '--no-dts', '--silent'];
  await execute(process.execPath, [tsup, ...options], { cwd: packageRoot });
});
afterAll(() => rmSync(application, { recursive: true, force: true }));

/** Runs a program until it ends by itself; a minute is taken for never. */
async function run(name: string, program: string): Promise<string> {
  const path = join(application, name);
  writeFileSync(path, program);
  const { stdout, stderr } = await execute(process.execPath, [path], { timeout: 60_000 });
  expect(stderr).toBe('');
  return stdout.trim();
}

const options = (url: string) =>
  `{ url: '${url}', key: 'sys_test', directory: ${JSON.stringify(join(application, 'snapshots'))} }`;

describe('the built package', () => {
  const modules = ['', '/express', '/fastify', '/hono', '/testing'];
  const names =
    'createClient SwitchyardError createTestClient withSwitches switchyard requireSwitch';

  test('is imported and required, all of it, with nothing else installed', async () => {
    const tell = `for (const each of modules) for (const name of '${names}'.split(' '))
      if (name in each) console.log(name, typeof each[name]);`;
    const imports = modules.map((each) => `import('@switchyard/sdk-node${each}')`);
    const requires = modules.map((each) => `require('@switchyard/sdk-node${each}')`);
    const imported = await run(
      'all.mjs',
      `const modules = await Promise.all([${imports}]); ${tell}`,
    );
    const required = await run('all.cjs', `const modules = [${requires}]; ${tell}`);

    expect(imported.split('\n')).toHaveLength(10);
    expect(required).toBe(imported);
  });

  test('is a provider where OpenFeature is installed', async () => {
    const real = join(packageRoot, '../node_modules/@openfeature');
    symlinkSync(real, join(application, 'node_modules/@openfeature'));
    const rest = `const { metadata } = provider(createTestClient()); console.log(metadata.name);`;
    const [imports, requires] = [
      `import { provider } from '@switchyard/sdk-node/openfeature';
       import { createTestClient } from '@switchyard/sdk-node/testing';`,
      `const { provider } = require('@switchyard/sdk-node/openfeature');
       const { createTestClient } = require('@switchyard/sdk-node/testing');`,
    ];
    expect(await run('provider.mjs', imports + rest)).toBe('Switchyard');
    expect(await run('provider.cjs', requires + rest)).toBe('Switchyard');
  });

  test.each([
    ['imported', 'decide.mjs', `import { createClient } from '@switchyard/sdk-node';`],
    ['required', 'decide.cjs', `const { createClient } = require('@switchyard/sdk-node');`],
  ])('decides when %s', async (_, name, first) => {
    const server = await startServer();
    const program = `${first}
      const flags = createClient(${options(server.url)});
      flags.ready().then(async ({ source }) => {
        console.log(flags.isActive('awesome'), flags.isActive('other'));
        await flags.close();
      });`;
    expect(await run(name, program)).toBe('true false');
  });
});

describe('a process', () => {
  const program = (url: string, rest: string) =>
    `import { createClient } from '@switchyard/sdk-node';
     const flags = createClient(${options(url)});
     ${rest}`;

  test('lives until it is ready, and is not kept alive by an open stream', async () => {
    const server = await startServer();
    const rest = 'const { status } = await flags.ready(); console.log(status);';
    expect(await run('open.mjs', program(server.url, rest))).toBe('ready');
    await until(() => expect(server.streams).toHaveLength(0));
  });

  test('is not kept alive by a client that nobody waits for', async () => {
    const server = await startServer();
    expect(await run('unused.mjs', program(server.url, ''))).toBe('');
  });

  test('is not kept alive by a client that was closed, and by nothing it left behind', async () => {
    const server = await startServer();
    const rest = `await flags.ready(); flags.isActive('awesome'); await flags.close();
      console.log(process.getActiveResourcesInfo().filter((each) => /Timeout|TCP|FS/.test(each)).length);`;
    expect(await run('closed.mjs', program(server.url, rest))).toBe('0');
    expect(server.reports.flatMap(({ asked }) => asked)).toEqual(['awesome']);
  });

  test('ends while the server is down, whether it waited or not', async () => {
    const server = await startServer();
    await server.stop();
    const rest = `flags.on('error', () => undefined);
      console.log((await flags.ready({ timeoutMs: 200 })).status);`;
    const quiet = program(server.url, rest).replace(
      "key: 'sys_test'",
      "key: 'sys_quiet', onError() {}",
    );
    expect(await run('down.mjs', quiet)).toBe('timeout');
  });
});
