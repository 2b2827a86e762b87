import { expect, onTestFinished, test } from 'vitest';
import { isPostgres, testDatabase } from '../testing/database.ts';
import { deployTool } from '../testing/deploy-tool.ts';
import { command, serving, settingsFor } from '../testing/switchyard.ts';

test('a call survives the death of the server that made it', async () => {
  const place = await testDatabase();
  onTestFinished(place.destroy);
  const tool = await deployTool();
  const settings = { ...settingsFor(place), SWITCHYARD_ALLOW_PRIVATE_HOOKS: 'true' };
  await command(settings, 'environment', 'create', 'production', '--database');
  const made = await command(settings, 'token', 'create', 't', '--database', '--role', 'admin');
  const ask = async (url: string, method: string, path: string, body?: object) => {
    const response = await fetch(`${url}/api/environments/production/hooks${path}`, {
      method,
      headers: { authorization: `Bearer ${made.out.trim()}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
    return (await response.json()) as any;
  };
  const called = (times: number) =>
    expect.poll(() => tool.calls.length, { timeout: 30_000 }).toBe(times);

  tool.answers(() => {});
  const first = await serving(settings);
  const { hook } = await ask(first.url, 'POST', '', { app: 'web', url: tool.url });
  await ask(first.url, 'POST', `/${hook.id}/test`);
  await called(1);
  first.kill('SIGKILL');
  await first.ended;

  // Its lease runs out.
  const past = isPostgres ? `timestamp '2020-01-01'` : '0';
  await place.run(`update deliveries set next_at = ${past}`);
  tool.says(204);
  const second = await serving(settings);
  await called(2);
  const status = async () => {
    const { deliveries } = await ask(second.url, 'GET', `/${hook.id}/deliveries`);
    return deliveries.map((each: Record<string, unknown>) => [each.status, each.attempts]);
  };
  await expect.poll(status, { timeout: 30_000 }).toEqual([['done', 2]]);
  const ids = tool.calls.map(({ headers }) => headers['switchyard-delivery']);
  expect(new Set(ids).size).toBe(1);
}, 120_000);
