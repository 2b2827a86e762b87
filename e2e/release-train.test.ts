import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { settingsFor } from '../scripts/steps/demo-database.mjs';
import { run } from '../scripts/steps/run.mjs';
import { createServer } from './testing/server.ts';
import { freePort } from './testing/yard.ts';

test('the example of a CI job deploys code, rides the train, and takes both back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-ride-'));
  const settings = {
    ...settingsFor(join(folder, 'switchyard.db')),
    SWITCHYARD_ALLOW_PRIVATE_HOOKS: 'true',
  };
  const server = createServer(await freePort(), settings);
  const seed = JSON.parse(await server.command('seed', 'examples/shop/demo.json', '--json'));
  await server.start();
  onTestFinished(async () => {
    await server.kill();
    await rm(folder, { recursive: true, force: true });
  });
  const token = await server.command('token', 'create', 'CI', '--role', '*=admin', '--database');
  const said = await run(process.execPath, ['examples/release-train/ride.mjs'], {
    env: {
      SWITCHYARD_URL: server.url,
      SWITCHYARD_TOKEN: token.trim(),
      SWITCHYARD_KEY: seed.keys[0].secret,
    },
  });
  expect(String(said).trim().split('\n')).toEqual([
    expect.stringMatching(/^web 1.9.0 runs; the deploy log is at entry \d+$/),
    'Change 1 is aboard group 1, and needs web 2.0.0',
    expect.stringMatching(/^It does not depart yet: .*development has web 1.9.0/),
    'Once web 2.0.0 was there, it departed by itself: release 2 is live',
    expect.stringMatching(/^Code and config are as they were at entry \d+: web 1.9.0/),
    'The train may go on',
  ]);
  expect(await server.command('verify', '--database')).toContain('The deploy log is whole');
});
