import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function withCi() {
  const app = await production();
  const ci = await app.as({ production: 'developer' });
  const report = (event: string, more: object = {}) =>
    ci.post('/api/deploys', {
      id: 'run-1',
      app: 'web',
      environment: 'production',
      version: '2.0.0',
      event,
      ...more,
    });
  const log = async (query = '') => (await app.admin.get(`/api/log?${query}`)).body.entries;
  return { ...app, ci, report, log };
}

test('a deploy that started shows as running, and as one with its end', async () => {
  const { report, log, clock } = await withCi();
  const commits = { from: 'a1', to: 'b2', count: 3, authors: ['Grace'] };
  const links = [{ title: 'Diff', url: 'https://git.example.com/a1...b2' }];
  const started = await report('start', { from: '1.9.0', by: 'Ada', commits, links });
  expect([started.status, started.body.warnings, started.body.rolledBack]).toEqual([200, [], []]);
  expect(await log()).toMatchObject([
    {
      kind: 'code',
      action: 'start',
      app: 'web',
      title: 'Deploy of web: 1.9.0 → 2.0.0',
      isRunning: true,
      deploy: { id: 'run-1', version: '2.0.0', from: '1.9.0', by: 'Ada', commits, links },
    },
  ]);

  clock.advance(42_000);
  const run = { title: 'Run', url: 'https://ci.example.com/1' };
  const { body } = await report('finish', { links: [run] });
  expect(body.deploy).toMatchObject({ status: 'finished', by: 'Ada', links: [...links, run] });
  const [entry, ...others] = await log();
  expect(others).toEqual([]);
  expect(entry.outcome).toMatchObject({ action: 'finish', durationMs: 42_000 });
  expect(entry.isRunning).toBeUndefined();
  expect(entry.deploy).toMatchObject({ from: '1.9.0', by: 'Ada', commits, links: [...links, run] });
  const apart = await log('fold=false');
  expect(apart.map((each: { action: string }) => each.action)).toEqual(['finish', 'start']);
  expect(apart[0].settles).toBe(entry.seq);
});

test('the same report again changes nothing', async () => {
  const { report, log } = await withCi();
  const first = await report('start');
  expect((await report('start')).body).toEqual(first.body);
  const end = await report('finish');
  expect((await report('finish')).body).toEqual(end.body);
  expect((await report('start')).body.deploy.status).toBe('finished');
  expect(await log('fold=false')).toHaveLength(2);
});

test('what comes out of order is taken as far as it makes sense', async () => {
  const { report, log } = await withCi();
  await report('finish');
  const late = await report('start');
  expect(late.body.warnings).toEqual([
    'The deploy run-1 has finished already: its start came late and is not written down',
  ]);
  expect(await log()).toHaveLength(1);

  const refusals = [
    await report('fail'),
    await report('roll-back'),
    await report('finish', { version: '2.0.1' }),
    await report('start', { app: 'api' }),
  ];
  expect(refusals.map(({ status, body }) => [status, body.detail])).toEqual([
    [409, 'The deploy run-1 has finished already. What comes after is another, with another id'],
    [409, 'run-1 is the id of a deploy. Report the rollback under an id of its own'],
    [409, 'The deploy run-1 is one of web 2.0.0, not of web 2.0.1: use another id'],
    [409, 'The deploy run-1 is one of web 2.0.0, not of api 2.0.0: use another id'],
  ]);
});

test('the current version is what finished last, whatever times were reported', async () => {
  const { report, admin } = await withCi();
  await report('finish', { version: '1.0.0', id: 'a', at: '2026-01-05T09:00:00Z' });
  await report('finish', { version: '2.0.0', id: 'b', at: '2020-01-01T00:00:00+02:00' });
  await report('start', { version: '3.0.0', id: 'c' });
  await report('fail', { version: '4.0.0', id: 'd' });
  const { body } = await admin.get('/api/environments/production/fleet');
  expect(body.apps).toMatchObject([
    { app: 'web', version: '2.0.0', latest: { id: 'd', status: 'failed', from: '2.0.0' } },
  ]);
  await report('roll-back', { version: '1.0.0', id: 'e' });
  const rolledBack = await admin.get('/api/environments/production/fleet');
  expect(rolledBack.body.apps[0].version).toBe('1.0.0');

  const { body: page } = await admin.get('/api/environments/production/deploys?limit=2');
  expect(page.deploys.map(({ id, kind }: Record<string, string>) => [id, kind])).toEqual([
    ['e', 'rollback'],
    ['d', 'deploy'],
  ]);
  const next = await admin.get(`/api/environments/production/deploys?before=${page.next}&app=web`);
  expect(next.body.deploys.map(({ id }: { id: string }) => id)).toEqual(['c', 'b', 'a']);
  expect(next.body.deploys[1].endedAt).toBe('2019-12-31T22:00:00.000Z');
});

test('only developers of the environment report, and only about one that exists', async () => {
  const { report, viewer, admin } = await withCi();
  const said = { id: '1', app: 'web', version: '1', event: 'start' };
  const byViewer = await viewer.post('/api/deploys', { ...said, environment: 'production' });
  expect(byViewer.status).toBe(403);
  expect((await report('start', { environment: 'staging' })).status).toBe(403);
  const nowhere = await admin.post('/api/deploys', { ...said, environment: 'nowhere' });
  expect(nowhere.status).toBe(404);
  expect((await report('explode')).status).toBe(422);
});

test('a time that no database could keep is refused', async () => {
  const { admin, report } = await withCi();
  for (const at of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-10:00', 'noon']) {
    expect((await report('start', { at })).status).toBe(422);
    expect((await admin.get(`/api/log?from=${encodeURIComponent(at)}`)).status).toBe(422);
  }
  expect((await report('start', { at: '1999-12-31T23:59:59-10:00' })).status).toBe(200);
});
