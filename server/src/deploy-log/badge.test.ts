import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function withDeploys() {
  const app = await production();
  const { developer, admin, clock, set } = app;
  let count = 0;
  const deploy = (more: object = {}) =>
    developer.post('/api/deploys', {
      id: `${++count}`,
      event: 'finish',
      app: 'web',
      environment: 'production',
      version: '2.0',
      ...more,
    });
  await deploy({ by: 'Old Timer', commits: { count: 99 } });
  clock.advance(8 * 86_400_000);
  await deploy({ by: 'Ada', commits: { count: 12, authors: ['Grace', 'Ada'] } });
  await deploy({ id: 'f', event: 'start' });
  await deploy({ id: 'f', event: 'fail' });
  await set('one', {});
  await deploy({ by: 'grace@example.com', event: 'roll-back', version: '1.9' });
  clock.advance(12 * 60_000);
  const everybody = app.client();
  const publish = (settings: object) => admin.request('PUT', '/api/settings/badge', settings);
  return { ...app, everybody, publish };
}

test('the summary counts what was deployed lately, by whom, and says who was last', async () => {
  const { viewer, admin, as } = await withDeploys();
  const { body } = await viewer.get('/api/deploys/summary');
  expect(body).toEqual({
    days: 7,
    deploys: 3,
    code: 2,
    config: 1,
    changes: 14,
    people: 4,
    last: {
      entry: expect.any(Number),
      at: '2026-01-13T09:00:00.000Z',
      by: 'grace@example.com',
      kind: 'code',
      environment: 'production',
      title: 'Rollback of web: 2.0 → 1.9',
    },
  });
  const month = (await admin.get('/api/deploys/summary?days=30&environment=production')).body;
  expect([month.deploys, month.changes]).toEqual([4, 113]);
  const elsewhere = await as({ staging: 'viewer' });
  expect((await elsewhere.get('/api/deploys/summary')).body).toMatchObject({
    deploys: 0,
    last: null,
  });
});

test('nobody else sees it until an administrator says so', async () => {
  const { everybody, publish, admin, driver, clock } = await withDeploys();
  expect((await everybody.get('/deploys.json')).status).toBe(404);
  expect((await everybody.get('/deploys.svg')).status).toBe(404);
  expect((await driver.request('PUT', '/api/settings/badge', { isPublic: true })).status).toBe(403);
  expect((await publish({ isPublic: true })).body).toEqual({ isPublic: true, environment: null });
  expect((await admin.get('/api/settings/badge')).body.isPublic).toBe(true);

  const { status, headers, body } = await everybody.get('/deploys.json');
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('public, max-age=60');
  expect(headers.get('access-control-allow-origin')).toBe('*');
  expect(body).toEqual({
    days: 7,
    deploys: 3,
    changes: 14,
    people: 4,
    last: { at: '2026-01-13T09:00:00.000Z', by: 'grace' },
    words:
      'Last deployed 12 minutes ago by grace. In the last week there were 3 deploys of 14 changes by 4 people',
  });
  const svg = await everybody.get('/deploys.svg');
  expect(svg.headers.get('content-type')).toBe('image/svg+xml');
  expect(svg.body).toContain('12 minutes ago by grace.');

  await publish({ isPublic: false });
  expect((await everybody.get('/deploys.json')).status).toBe(404);
  const log = (await admin.get('/api/log?kind=audit&limit=2')).body.entries;
  expect(log.map(({ title }: { title: string }) => title)).toEqual([
    'Nobody but people here may see when was deployed last',
    'Everybody may see when was deployed last, in all environments',
  ]);
  clock.advance(1);
});

test('it may be about one environment, and is looked up once a minute', async () => {
  const { everybody, publish, admin, clock, set } = await withDeploys();
  await admin.post('/api/environments', { key: 'staging' });
  expect((await publish({ isPublic: true, environment: 'nowhere' })).status).toBe(404);
  await publish({ isPublic: true, environment: 'staging' });
  const words = async () => (await everybody.get('/deploys.json')).body.words;
  expect(await words()).toBe('Nothing has been deployed yet');
  await publish({ isPublic: true, environment: 'production' });
  expect(await words()).toMatch('3 deploys');
  await set('two', {});
  clock.advance(59_000);
  expect(await words()).toMatch('3 deploys');
  clock.advance(1_000);
  expect(await words()).toMatch('4 deploys');
});

test('a name is a text in the picture, whatever it is', async () => {
  const { everybody, publish, developer, clock } = await withDeploys();
  await developer.post('/api/deploys', {
    id: 'x',
    event: 'finish',
    app: 'web',
    environment: 'production',
    version: '3',
    by: '<script>"&\'',
  });
  clock.advance(60_000);
  await publish({ isPublic: true });
  const { body } = await everybody.get('/deploys.svg');
  expect(body).toContain('by &#60;script&#62;&#34;&#38;&#39;.');
  expect(body).not.toContain('<script');
});
