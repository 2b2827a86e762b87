import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function withHistory() {
  const app = await production();
  const { admin, driver, set, clock, base } = app;
  await admin.post('/api/environments', { key: 'staging' });
  clock.advance(60_000);
  await set('awesome', {});
  clock.advance(60_000);
  await driver.post(`${base}/releases`, {
    reason: 'Because 100% of _users_ asked',
    edits: [{ kind: 'switch', key: 'awesome', set: { state: 'on' } }],
  });
  await admin.post('/api/environments/staging/releases', {
    edits: [{ kind: 'switch', key: 'elsewhere', set: {} }],
  });
  const titles = async (query: string, who = admin) =>
    (await who.get(`/api/log?${query}`)).body.entries.map(({ title }: { title: string }) => title);
  return { ...app, titles };
}

test('the log shows releases, newest first, and audit entries when asked', async () => {
  const { admin, titles } = await withHistory();
  expect(await titles('')).toEqual([
    expect.stringMatching(/^elsewhere: created/),
    expect.stringMatching(/^awesome: /),
    expect.stringMatching(/^awesome: created/),
  ]);
  expect(await titles('kind=audit')).toEqual([
    'Created the environment staging (staging)',
    'Created the environment production (Production)',
  ]);
  expect(await titles('kind=all')).toHaveLength(5);
  const { body } = await admin.get('/api/log?environment=production&limit=1');
  expect(body.entries).toEqual([
    {
      seq: 4,
      at: expect.any(String),
      kind: 'config',
      environment: 'production',
      actor: { kind: 'token', id: expect.any(String), name: expect.any(String) },
      action: 'publish',
      title: expect.any(String),
      reason: 'Because 100% of _users_ asked',
      release: 2,
      changes: [expect.objectContaining({ kind: 'switch', key: 'awesome' })],
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      previousHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  ]);
  expect(body.next).toBe(4);
  expect((await admin.get('/api/log/4')).body).toEqual(body.entries[0]);
});

test('the log is filtered by environment, actor, text and time, and turned by pages', async () => {
  const { admin, titles, driver, clock } = await withHistory();
  expect(await titles('environment=staging')).toHaveLength(1);
  expect(await titles('text=AWESOME')).toHaveLength(2);
  expect(await titles('text=100%25')).toHaveLength(1);
  expect(await titles('text=1_0')).toEqual([]);
  const to = new Date(clock.now().getTime() - 30_000).toISOString();
  expect(await titles(`to=${to}`)).toHaveLength(1);
  expect(await titles(`from=${to}`)).toHaveLength(2);
  const { body } = await driver.get('/api/log?limit=1');
  expect(await titles(`actor=${body.entries[0].actor.id}`)).toHaveLength(2);

  const turn = async (before: number): Promise<{ entries: { seq: number }[]; next?: number }> =>
    (await admin.get(`/api/log?kind=all&limit=2&before=${before}`)).body;
  const seen: number[] = [];
  for (let next: number | undefined = 1e9; next !== undefined; ) {
    const page = await turn(next);
    seen.push(...page.entries.map(({ seq }) => seq));
    ({ next } = page);
  }
  expect(seen).toEqual([5, 4, 3, 2, 1]);
});

test('everybody sees the environments they may view and no others', async () => {
  const { viewer, titles, admin } = await withHistory();
  expect(await titles('kind=all', viewer)).toHaveLength(3);
  expect(await titles('kind=all&environment=staging', viewer)).toEqual([]);
  const hidden = await viewer.get('/api/log/5');
  expect([hidden.status, hidden.body.code]).toEqual([404, 'not-found']);
  expect((await admin.get('/api/log/99')).status).toBe(404);
  expect((await viewer.get('/api/log/verify')).status).toBe(403);
  expect((await admin.get('/api/log/first')).status).toBe(422);
});
