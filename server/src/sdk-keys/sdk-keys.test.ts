import { expect, test } from 'vitest';
import * as deployLog from '../deploy-log/service.ts';
import { testApp } from '../testing/test-app.ts';
import { createKeyRing } from './ring.ts';
import * as sdkKeys from './service.ts';

async function withKeys() {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  for (const key of ['production', 'staging']) await admin.post('/api/environments', { key });
  const make = async (kind: sdkKeys.Kind, environment = 'production') => {
    const path = `/api/environments/${environment}/keys`;
    const { status, body } = await admin.post(path, { name: 'Shop', kind });
    expect(status).toBe(201);
    const { key, secret } = body as { key: { id: string; hint: string }; secret: string };
    return { ...key, secret, client: app.client({ authorization: `Bearer ${secret}` }) };
  };
  return { app, admin, make };
}

test('a key is shown once, and kept as its hash and a hint', async () => {
  const { app, admin, make } = await withKeys();
  const server = await make('server');
  const browser = await make('browser');

  expect(server.secret).toMatch(/^sys_[0-9A-Za-z]{33}$/);
  expect(browser.secret).toMatch(/^syb_[0-9A-Za-z]{33}$/);
  expect(server.hint).toBe(`sys_…${server.secret.slice(-4)}`);
  const { body } = await admin.get('/api/environments/production/keys');
  expect(body).toHaveLength(2);
  const stored = JSON.stringify([
    body,
    await app.place.run('select * from sdk_keys'),
    await app.place.run('select * from deploy_log'),
  ]);
  expect(stored).not.toContain(server.secret);
  expect(stored).not.toContain(browser.secret.slice(0, -4));
});

test('a key is of a channel, live unless said otherwise', async () => {
  const { app, admin, make } = await withKeys();
  const path = '/api/environments/production/keys';
  await make('server');
  const { body } = await admin.post(path, { name: 'Check', kind: 'server', channel: 'princess' });
  const listed = (await admin.get(path)).body;
  expect(listed.map(({ channel }: { channel: string }) => channel).sort()).toEqual([
    'live',
    'princess',
  ]);
  expect(await app.keyRing.find(body.secret)).toMatchObject({ channel: 'princess' });
  const { entries } = await app.read((reading) =>
    deployLog.page(reading, { text: 'princess server key' }, 10),
  );
  expect(entries).toHaveLength(1);
  const draft = { name: 'Check', kind: 'server', channel: 'prince' };
  expect((await admin.post(path, draft)).status).toBe(422);
});

test('a key opens its own environment only', async () => {
  const { make } = await withKeys();
  const production = await make('server');
  const staging = await make('server', 'staging');
  const secretIds = async ({ client }: typeof staging) =>
    (await client.get('/sdk/secrets')).body.secrets.map(({ id }: { id: string }) => id);

  expect(await secretIds(production)).toHaveLength(1);
  expect(await secretIds(production)).toEqual(await secretIds(production));
  expect(await secretIds(staging)).not.toEqual(await secretIds(production));
});

test('the wrong key is refused in words', async () => {
  const { app, make } = await withKeys();
  const server = await make('server');
  const browser = await make('browser');
  const refusal = async (headers: Record<string, string>, address = '/sdk/secrets') => {
    const { status, body } = await app.client(headers).get(address);
    return [status, body.code, body.detail];
  };

  expect(await refusal({})).toEqual([
    401,
    'unauthenticated',
    'Send an SDK key that is not revoked',
  ]);
  expect(await refusal({ authorization: 'Bearer sys_unknown' })).toEqual([
    401,
    'unauthenticated',
    'This SDK key is unknown or revoked',
  ]);
  expect(await refusal({ authorization: `Bearer ${browser.secret}` })).toEqual([
    403,
    'forbidden',
    'This needs a server key; this one is a browser key',
  ]);
  expect(await refusal({}, `/sdk/secrets?key=${browser.secret}`)).toEqual([
    403,
    'forbidden',
    'This needs a server key; this one is a browser key',
  ]);
  expect(await refusal({}, `/sdk/secrets?key=${server.secret}`)).toEqual([
    403,
    'forbidden',
    expect.stringContaining('A server key must not stand in an address'),
  ]);
  expect(await refusal({ authorization: 'Bearer syt_token' })).toEqual([
    401,
    'unauthenticated',
    'The Authorization header must be “Bearer sys_…” or “Bearer syb_…”, an SDK key',
  ]);
  expect(await refusal({ authorization: `Bearer ${server.secret}` }, '/api/environments')).toEqual([
    401,
    'unauthenticated',
    'The Authorization header must be “Bearer syt_…”, an API token',
  ]);
});

test('a revoked key is refused from the next request on', async () => {
  const { app, admin, make } = await withKeys();
  const key = await make('server');
  const other = await make('server');
  expect((await key.client.get('/sdk/secrets')).status).toBe(200);

  const path = `/api/environments/production/keys/${key.id}`;
  expect((await admin.delete(path)).status).toBe(204);
  const refused = await key.client.get('/sdk/secrets');
  expect([refused.status, refused.body.detail]).toEqual([
    401,
    'This SDK key is unknown or revoked',
  ]);
  expect((await other.client.get('/sdk/secrets')).status).toBe(200);
  expect((await admin.delete(path)).status).toBe(204);

  const unknown = await admin.delete(`/api/environments/staging/keys/${other.id}`);
  expect([unknown.status, unknown.body.detail]).toEqual([
    404,
    `There is no SDK key with the id ${other.id} in staging`,
  ]);
  const { entries } = await app.read((reading) =>
    deployLog.page(reading, { text: 'server key' }, 10),
  );
  expect(entries.map(({ title, environment }) => `${environment}: ${title}`)).toEqual([
    `production: Revoked the server key “Shop” (${key.hint})`,
    `production: Made the server key “Shop” (${other.hint})`,
    `production: Made the server key “Shop” (${key.hint})`,
  ]);
});

test('a key that another process revoked is found out at the next look, and told', async () => {
  const { app, make } = await withKeys();
  const key = await make('server');
  const ring = createKeyRing({ runner: app.runner, clock: app.clock.now, report: () => {} });
  const revoked: string[] = [];
  ring.onRevoked((id) => revoked.push(id));
  expect(await ring.find(key.secret)).toMatchObject({ keyId: key.id, kind: 'server' });

  await app.work((work) => sdkKeys.revoke(work, 'production', key.id));
  expect(await ring.find(key.secret)).toBeDefined();
  await ring.recheck();
  expect(revoked).toEqual([key.id]);
  expect(await ring.find(key.secret)).toBeUndefined();
});

test('a database that fails revokes nothing', async () => {
  const { app, make } = await withKeys();
  const key = await make('server');
  let isDown = false;
  const read: typeof app.runner.read = (run) =>
    isDown ? Promise.reject(new Error('down')) : app.runner.read(run);
  const errors: unknown[] = [];
  const ring = createKeyRing({
    runner: { ...app.runner, read },
    clock: app.clock.now,
    report: (error) => errors.push(error),
  });
  await ring.find(key.secret);

  isDown = true;
  await ring.recheck();
  await ring.changed();
  expect(await ring.find(key.secret)).toBeDefined();
  expect(errors).toEqual([new Error('down'), new Error('down')]);

  const fresh = createKeyRing({
    runner: { ...app.runner, read },
    clock: app.clock.now,
    report() {},
  });
  await expect(fresh.find(key.secret)).rejects.toThrow('down');
  isDown = false;
  expect(await fresh.find(key.secret)).toBeDefined();
});

test('says when a key was last used, to the minute', async () => {
  const { app, admin, make } = await withKeys();
  const key = await make('server');
  const lastUsed = async () => {
    await app.written();
    return (await admin.get('/api/environments/production/keys')).body[0].lastUsedAt;
  };

  expect(await lastUsed()).toBeUndefined();
  await key.client.get('/sdk/secrets');
  expect(await lastUsed()).toBe('2026-01-05T09:00:00.000Z');
  app.clock.advance(59_999);
  await key.client.get('/sdk/secrets');
  expect(await lastUsed()).toBe('2026-01-05T09:00:00.000Z');
  app.clock.advance(1);
  await key.client.get('/sdk/secrets');
  expect(await lastUsed()).toBe('2026-01-05T09:01:00.000Z');
});

test('pages of any site may ask with a browser key, not with a server key', async () => {
  const { app, make } = await withKeys();
  const server = await make('server');
  const browser = await make('browser');
  const origin = 'https://shop.example.com';
  const allowed = async (headers: Record<string, string>, method = 'GET') => {
    const answer = await app.client({ origin, ...headers }).request(method, '/sdk/secrets');
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    return [answer.status, answer.headers.get('access-control-allow-origin')];
  };

  expect(await allowed({ 'access-control-request-method': 'GET' }, 'OPTIONS')).toEqual([204, '*']);
  expect(await allowed({ authorization: `Bearer ${browser.secret}` })).toEqual([403, '*']);
  expect(await allowed({ authorization: 'Bearer syb_unknown' })).toEqual([401, '*']);
  expect(await allowed({ authorization: `Bearer ${server.secret}` })).toEqual([200, null]);
});
