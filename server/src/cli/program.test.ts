import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { serving, settingsFor, switchyard } from '../testing/switchyard.ts';

const demo = fileURLToPath(new URL('../../../examples/shop/demo.json', import.meta.url));

test('the real program seeds, serves, changes, refuses, and tells by its exit code', async () => {
  const place = await testDatabase();
  onTestFinished(place.destroy);
  const host = settingsFor(place);
  const seeded = await switchyard(host, 'seed', demo, '--json');
  expect([seeded.code, seeded.err]).toEqual([0, '']);
  const [key] = JSON.parse(seeded.out).keys;
  const token = await switchyard(host, 'token', 'create', 'CI', '--role', 'admin', '--database');
  const { url } = await serving(host, '--print-link');
  const settings = { SWITCHYARD_URL: url, SWITCHYARD_TOKEN: token.out.trim() };

  const set = ['switch', 'set', 'awesome', '-e', key.environment, '--state', 'conditional'];
  const done = await switchyard(settings, ...set, '--percentage', '7.5', '-r', 'CI');
  expect([done.code, done.err]).toEqual([0, '']);
  expect(done.out).toContain('awesome: percentage of rule 2');
  const ruleset = await fetch(`${url}/sdk/ruleset`, {
    headers: { authorization: `Bearer ${key.secret}` },
  });
  expect(JSON.stringify(await ruleset.json())).toContain('"thousandths":7500');

  const stale = await switchyard(settings, ...set, '--percentage', '8', '--base', '1');
  expect([stale.code, stale.out]).toEqual([4, '']);
  const wrong = await switchyard(settings, ...set, '--percentage', '101');
  expect([wrong.code, wrong.out]).toEqual([2, '']);
  const help = await switchyard({}, 'switch', 'set', '--help');
  expect([help.code, help.out]).toEqual([0, expect.stringContaining('Example:')]);
});
