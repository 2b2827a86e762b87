import { expect, test } from 'vitest';
import type { Grants } from '../platform/roles.ts';
import { signedIn } from '../testing/people.ts';
import { type TestApp, type TestClient, testApp } from '../testing/test-app.ts';

test('a token may do no more than whoever makes it', async () => {
  const app = await withEnvironments();
  const { client } = await signedIn(app, 'ada@example.com', {
    '*': 'viewer',
    production: 'developer',
  });

  for (const roles of [
    { '*': 'developer' },
    { staging: 'developer' },
    { production: 'driver' },
  ] as const) {
    const refused = await client.post('/api/tokens', { name: 'CI', roles });
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      `A token may do no more than you: less is yours ${'*' in roles ? 'everywhere' : `in ${Object.keys(roles)[0]}`}`,
    ]);
  }
  const made = await make(app, client, { staging: 'viewer', production: 'developer' });
  expect(made.secret).toMatch(/^syt_[0-9A-Za-z]{43}$/);
  expect((await made.client.get('/api/session')).body).toEqual({
    person: null,
    token: { id: made.id, name: 'CI' },
    roles: { staging: 'viewer', production: 'developer' },
  });
});

test('a token shrinks with the roles of the person who made it', async () => {
  const app = await withEnvironments();
  const { client, id, admin } = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  const token = await make(app, client, { production: 'admin', staging: 'developer' });
  const rolesAfter = async (roles: Grants) => {
    expect((await admin.patch(`/api/people/${id}`, { roles })).status).toBe(200);
    return (await token.client.get('/api/session')).body.roles;
  };
  await signedIn(app, 'grace@example.com', { '*': 'admin' });

  expect(await rolesAfter({ '*': 'viewer', production: 'driver' })).toEqual({
    '*': undefined,
    production: 'driver',
    staging: 'viewer',
  });
  expect(await rolesAfter({ staging: 'admin' })).toEqual({ staging: 'developer' });
  expect(await rolesAfter({})).toEqual({});
});

test('a token made with a token is limited by it and ends with it', async () => {
  const app = await withEnvironments();
  const { client } = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  const expiresAt = '2026-02-01T00:00:00.000Z';
  const parent = await make(app, client, { production: 'driver' }, { expiresAt });
  const refused = await parent.client.post('/api/tokens', { name: 'x', roles: { '*': 'viewer' } });
  expect(refused.status).toBe(403);

  const child = await make(app, parent.client, { production: 'viewer' });
  const grandchild = await make(app, child.client, { production: 'viewer' });
  expect(child.body.expiresAt).toBe(expiresAt);
  expect((await client.delete(`/api/tokens/${parent.id}`)).status).toBe(204);
  for (const each of [parent, child, grandchild]) {
    const { status, body } = await each.client.get('/api/session');
    expect([status, body.detail]).toEqual([
      401,
      'This API token is unknown, has expired or is revoked',
    ]);
  }
});

test('a token is used until it expires, and says when it was last', async () => {
  const app = await withEnvironments();
  const { client } = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  const token = await make(app, client, {}, { expiresAt: '2026-01-05T11:00:00+01:00' });
  const lastUsed = async () => {
    await app.written();
    return (await client.get('/api/tokens')).body.find(({ id }: { id: string }) => id === token.id)
      .lastUsedAt;
  };

  expect(await lastUsed()).toBeUndefined();
  await token.client.get('/api/session');
  expect(await lastUsed()).toBe('2026-01-05T09:00:00.000Z');
  app.clock.advance(59_999);
  await token.client.get('/api/session');
  expect(await lastUsed()).toBe('2026-01-05T09:00:00.000Z');
  app.clock.advance(1);
  await token.client.get('/api/session');
  expect(await lastUsed()).toBe('2026-01-05T09:01:00.000Z');

  app.clock.advance(59 * 60_000);
  expect((await token.client.get('/api/session')).status).toBe(401);
  const past = { name: 'x', roles: {}, expiresAt: '2026-01-05T09:00:00Z' };
  const refused = await client.post('/api/tokens', past);
  expect([refused.status, refused.body.detail]).toEqual([
    422,
    '2026-01-05T09:00:00.000Z is over; choose a later time',
  ]);
});

test('people see and revoke their own tokens, administrators everybody’s', async () => {
  const app = await withEnvironments();
  const ada = await signedIn(app, 'ada@example.com', { production: 'viewer' });
  const grace = await signedIn(app, 'grace@example.com', { production: 'admin' });
  const token = await make(app, ada.client, { production: 'viewer' });
  const other = await make(app, ada.client, {});
  const ids = async (client: TestClient) =>
    (await client.get('/api/tokens')).body.map(({ id }: { id: string }) => id).sort();

  expect(await ids(ada.client)).toEqual([token.id, other.id].sort());
  expect(await ids(grace.client)).toEqual([]);
  expect(await ids(token.client)).toEqual([token.id]);
  expect(await ids(ada.admin)).toEqual(expect.arrayContaining([token.id, other.id]));
  for (const stranger of [grace.client, other.client]) {
    const refused = await stranger.delete(`/api/tokens/${token.id}`);
    expect([refused.status, refused.body.detail]).toEqual([403, 'The API token “CI” is not yours']);
  }
  expect((await token.client.delete(`/api/tokens/${token.id}`)).status).toBe(204);
  expect((await token.client.get('/api/session')).status).toBe(401);
});

async function withEnvironments(): Promise<TestApp> {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  for (const key of ['production', 'staging']) await admin.post('/api/environments', { key });
  return app;
}

async function make(app: TestApp, client: TestClient, roles: Grants, more = {}) {
  const { status, body } = await client.post('/api/tokens', { name: 'CI', roles, ...more });
  expect(status).toBe(201);
  const { token, secret } = body;
  const itself = app.client({ authorization: `Bearer ${secret}` });
  return { id: token.id as string, body: token, secret: secret as string, client: itself };
}
