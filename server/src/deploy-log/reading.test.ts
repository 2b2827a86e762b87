import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function withDeploys() {
  const app = await production();
  const { developer, admin } = app;
  const report = (id: string, event: string, more: object = {}) =>
    developer.post('/api/deploys', {
      id,
      event,
      app: 'web',
      environment: 'production',
      version: '2.0',
      ...more,
    });
  const titles = async (query = '', who = admin) =>
    (await who.get(`/api/log?${query}`)).body.entries.map(({ title }: { title: string }) => title);
  return { ...app, report, titles };
}

test('the log is narrowed by application, switch, and what outcomes say', async () => {
  const { report, set, titles, admin, as } = await withDeploys();
  await set('web', {});
  await set('webshop', {});
  await report('1', 'start');
  await report('1', 'fail', { reason: 'The image is missing' });
  await report('2', 'finish', { app: 'api', version: '7' });
  expect(await titles('app=web')).toEqual(['Deploy of web 2.0']);
  expect(await titles('switch=web')).toEqual([expect.stringMatching(/^web: created/)]);
  expect(await titles('search=image%20is%20missing')).toEqual(['Deploy of web 2.0']);
  expect(await titles('search=image&fold=false')).toEqual(['Deploy of web to 2.0 failed']);
  expect(await titles('search=nothing')).toEqual([]);
  expect(await titles('kind=code&from=2030-01-01T00:00:00Z')).toEqual([]);

  const other = await as({ production: 'developer' });
  await report('3', 'start');
  const end = { id: '3', event: 'finish', app: 'web', environment: 'production', version: '2.0' };
  await other.post('/api/deploys', end);
  const [latest] = (await admin.get('/api/log')).body.entries;
  expect(await titles(`actor=${latest.outcome.actor.id}`)).toEqual([latest.title]);
  expect(await titles(`actor=${latest.actor.id}`)).toHaveLength(3);
});

test('notes stand beside the deploys, of those who may write them', async () => {
  const { developer, viewer, admin, titles } = await withDeploys();
  const note = { text: 'Sale begins', environment: 'production', app: 'web' };
  const { status, body } = await developer.post('/api/log/notes', note);
  expect([status, body]).toMatchObject([201, { kind: 'note', title: 'Sale begins', app: 'web' }]);
  expect(await titles('kind=note')).toEqual(['Sale begins']);
  expect((await viewer.post('/api/log/notes', note)).status).toBe(403);
  expect((await developer.post('/api/log/notes', { text: 'For all' })).status).toBe(403);
  expect((await admin.post('/api/log/notes', { text: 'For all' })).status).toBe(201);
  expect((await admin.post('/api/log/notes', { text: ' ' })).status).toBe(422);
  const nowhere = await admin.post('/api/log/notes', { text: 'Hm', environment: 'nowhere' });
  expect(nowhere.status).toBe(404);
});

test('an administrator of everything erases what the log says about a person', async () => {
  const { admin, driver, publish, as } = await withDeploys();
  const set = { users: ['ada'], emails: ['ada@example.com'], domains: [], ranges: [] };
  await publish([{ kind: 'internal-users', key: 'internal-users', set }]);
  const text = async () => JSON.stringify((await admin.get('/api/log')).body);
  expect(await text()).toContain('ada@example.com');
  const erase = (who: typeof admin) => who.post('/api/log/erase', { value: 'ada@example.com' });
  expect((await erase(driver)).status).toBe(403);
  expect((await erase(await as({ production: 'admin' }))).status).toBe(403);
  expect((await erase(admin)).body).toEqual({ erased: true });
  expect((await erase(admin)).body).toEqual({ erased: false });
  expect(await text()).not.toContain('ada@example.com');
  expect((await admin.get('/api/log/verify')).body.ok).toBe(true);
});

test('as a table it cannot be mistaken for formulas', async () => {
  const { admin, developer, report } = await withDeploys();
  for (const text of ['=1+1', '+1', '-1', '@a', '＝1', 'plain, with "quotes"']) {
    await developer.post('/api/log/notes', { text, environment: 'production' });
  }
  await report('1', 'start', { by: '=HYPERLINK("x")' });
  await report('1', 'finish');
  const { headers, body, status } = await admin.get('/api/log.csv?environment=production');
  expect([status, headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
  const [head, deploy, ...rows] = (body as string).trimEnd().split('\r\n');
  expect(head).toBe(
    'entry,at,kind,environment,app,who,action,what,reason,release,outcome,ended at,seconds,hash',
  );
  expect(deploy).toContain(`,"'=HYPERLINK(""x"")",start,Deploy of web 2.0,`);
  expect(deploy).toContain(',Deploy of web to 2.0 is through,');
  expect(rows.map((row) => row.split(',note,')[2] ?? row.split(/note,/)[2])).toEqual([
    expect.stringMatching(/^"plain, with ""quotes"""/),
    ...["'＝1", "'@a", "'-1", "'+1", "'=1+1"].map((text) => expect.stringContaining(text)),
  ]);
});

test('a long log becomes a table without gap', async () => {
  const { admin, work } = await withDeploys();
  const deployLog = await import('./service.ts');
  await work(async (each) => {
    for (let count = 1; count <= 1_203; count++) {
      await deployLog.note(each, { text: `n${count}`, environment: 'production' });
    }
  });
  const { body } = await admin.get('/api/log.csv?kind=note');
  const what = (body as string).trimEnd().split('\r\n').slice(1);
  expect(what.map((row) => row.split(',')[7])).toEqual(
    Array.from({ length: 1_203 }, (_, index) => `n${1_203 - index}`),
  );
});

test('graphs get what happened in a range of time, with the time it took', async () => {
  const { report, set, clock, viewer, admin } = await withDeploys();
  await report('0', 'finish', { at: '2026-01-04T00:00:00Z' });
  clock.advance(60_000);
  const from = clock.now().toISOString();
  await report('1', 'start');
  clock.advance(30_000);
  await report('1', 'finish');
  await set('awesome', {});
  const { body } = await viewer.get(`/api/log/annotations?from=${from}&environment=production`);
  expect(body).toMatchObject({
    isCut: false,
    annotations: [
      {
        kind: 'code',
        action: 'start',
        app: 'web',
        environment: 'production',
        title: 'Deploy of web: 2.0 → 2.0',
        at: from,
        until: clock.now().toISOString(),
      },
      { kind: 'config', action: 'publish', release: 1 },
    ],
  });
  expect((await admin.get('/api/log/annotations')).status).toBe(422);
});
