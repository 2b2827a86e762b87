import { expect, test } from 'vitest';
import { deployTool } from '../testing/deploy-tool.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { command } from '../testing/switchyard.ts';

async function withServer() {
  const app = await production({ allowPrivateHooks: true });
  const url = await listening(app);
  const admin = { SWITCHYARD_URL: url, SWITCHYARD_TOKEN: await app.tokenFor({ '*': 'admin' }) };
  const ci = {
    SWITCHYARD_URL: url,
    SWITCHYARD_TOKEN: await app.tokenFor({ production: 'developer' }),
  };
  const says = async (who: typeof admin, ...args: string[]) => {
    const { code, out, err } = await command(who, ...args);
    expect([code, err]).toEqual([0, '']);
    return out.trimEnd().split('\n');
  };
  const web = ['-e', 'production', '--app', 'web'];
  const deploy = (verb: string, version: string, id: string, ...more: string[]) =>
    says(ci, 'deploy', verb, ...web, '--version', version, '--id', id, ...more);
  return { ...app, adminSettings: admin, ci, says, deploy };
}

test('CI reports a deploy, with all that belongs to it', async () => {
  const { deploy, admin } = await withServer();
  expect(
    await deploy(
      ...(['start', '2.0.0', 'run-1', '--from', '1.9.0', '--by', 'Ada'] as const),
      ...['--commits', 'a1..b2', '--count', '3', '--author', 'Grace', 'Ada'],
      ...['--link', 'Diff=https://git.example.com/a1..b2', 'Run=https://ci.example.com/1'],
    ),
  ).toEqual(['web 2.0.0: started']);
  expect(await deploy('finish', '2.0.0', 'run-1')).toEqual(['web 2.0.0: finished']);
  const [entry] = (await admin.get('/api/log')).body.entries;
  expect(entry).toMatchObject({
    outcome: { action: 'finish' },
    deploy: {
      id: 'run-1',
      version: '2.0.0',
      from: '1.9.0',
      by: 'Ada',
      commits: { from: 'a1', to: 'b2', count: 3, authors: ['Grace', 'Ada'] },
      links: [
        { title: 'Diff', url: 'https://git.example.com/a1..b2' },
        { title: 'Run', url: 'https://ci.example.com/1' },
      ],
    },
  });
  expect(await deploy('fail', '2.1.0', 'run-2', '--reason', 'Tests')).toEqual([
    'web 2.1.0: failed',
  ]);
  expect(await deploy('rolled-back', '1.9.0', 'back-1')).toEqual(['web 1.9.0: finished']);
});

test('what is missing or senseless ends with a code for scripts', async () => {
  const { ci, deploy } = await withServer();
  const missing = await command(ci, 'deploy', 'start', '-e', 'production', '--app', 'web');
  expect([missing.code, missing.err]).toEqual([2, expect.stringContaining('--version')]);
  await deploy('finish', '2.0.0', '1');
  const late = ['deploy', 'fail', '-e', 'production', '--app', 'web', '--version', '2.0.0'];
  const refused = await command(ci, ...late, '--id', '1');
  expect([refused.code, refused.err]).toEqual([4, expect.stringContaining('has finished already')]);
  const link = await command(ci, ...late, '--id', '2', '--link', 'nothing');
  expect(link.code).toBe(2);
});

test('the log shows deploys with their ends, and notes', async () => {
  const { deploy, says, ci, adminSettings } = await withServer();
  await deploy('start', '2.0.0', '1', '--by', 'Ada');
  await deploy('finish', '2.0.0', '1');
  await deploy('start', '2.1.0', '2');
  expect(await says(ci, 'note', 'Sale begins', '-e', 'production')).toEqual(['Noted, as entry 5']);
  const [, first, second, third] = await says(ci, 'log');
  expect(first).toMatch(/Ada +Deploy of web 2\.0\.0 … Deploy of web to 2\.0\.0 is through$/);
  expect(second).toMatch(/Deploy of web: 2\.0\.0 → 2\.1\.0 … under way$/);
  expect(third).toMatch(/Sale begins$/);
  expect(
    await says(ci, 'log', '--app', 'web', '--kind', 'code', '--to', '2020-01-01T00:00:00Z'),
  ).toEqual(['No entries']);
  expect(await says(ci, 'log', '--switch', 'awesome')).toEqual(['No entries']);
  expect(await says(adminSettings, 'erase', 'ada@example.com')).toEqual([
    'The deploy log does not refer to it',
  ]);
});

test('hooks are made, tested and removed, and a rollback goes over code and config', async () => {
  const { says, adminSettings, ci, deploy, courier, set, admin } = await withServer();
  const tool = await deployTool();
  const hooks = (...args: string[]) => says(adminSettings, 'hooks', ...args, '-e', 'production');
  expect(await hooks('list')).toEqual(['No hooks']);
  expect(await hooks('create', 'web', tool.url)).toEqual([expect.stringMatching(/^syh_/)]);
  const [, row = ''] = await hooks('list');
  const [id = ''] = row.split(' ');
  await hooks('test', id);
  await courier.tick();
  expect((await hooks('deliveries', id))[1]).toMatch(/test +done +1 +It answered 204$/);

  await set('awesome', {});
  await deploy('finish', '1.9.0', '1');
  const { seq } = (await admin.get('/api/log')).body.entries[0];
  await set('awesome', { state: 'on' });
  await deploy('finish', '2.0.0', '2');
  const back = (...more: string[]) =>
    says(ci, 'rollback', '-e', 'production', '--to-entry', String(seq), '--code', ...more);
  const changes = ['  awesome: state: on → off', '  web: 2.0.0 → 1.9.0; its hook is called'];
  expect(await back('--preview')).toEqual(['This would change:', ...changes]);
  expect(await back('--reason', 'Checkout fails')).toEqual([
    expect.stringMatching(`^production: back to entry ${seq}, as entry \\d+$`),
    ...changes,
  ]);
  await courier.tick();
  expect(JSON.parse(tool.calls.at(-1)?.body ?? '')).toMatchObject({ app: 'web', version: '1.9.0' });

  expect(await hooks('remove', id)).toEqual([`Removed the hook ${id}`]);
  for (const wrong of [[], ['3', '--to-entry', '3'], ['3', '--code'], ['--to-entry', 'x']]) {
    const { code } = await command(ci, 'rollback', '-e', 'production', ...wrong);
    expect(code).toBe(2);
  }
});
