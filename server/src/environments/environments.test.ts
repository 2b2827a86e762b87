import { expect, test } from 'vitest';
import { testApp } from '../testing/test-app.ts';

test('an administrator creates environments, others see those they may view', async () => {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  const created = await admin.post('/api/environments', {
    key: 'production',
    name: 'Production',
    policy: { publish: 'driver', confirm: true },
  });
  await admin.post('/api/environments', { key: 'staging' });

  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    key: 'production',
    release: 0,
    policy: { publish: 'driver', confirm: true },
    role: 'admin',
  });
  expect(created.body.position).toMatch(/^[a-z0-9]{8}:0$/);

  const viewer = await app.as({ staging: 'viewer' });
  const { body } = await viewer.get('/api/environments');
  expect(body).toMatchObject([{ key: 'staging', name: 'staging', role: 'viewer' }]);
});

test('an environment is changed by its administrators only, and the log says what was', async () => {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  await admin.post('/api/environments', { key: 'production' });

  const driver = await app.as({ production: 'driver' });
  const refused = await driver.patch('/api/environments/production', { name: 'Live' });
  expect(refused.status).toBe(403);
  expect(refused.body.detail).toBe('This needs the role admin in production');

  const own = await app.as({ production: 'admin' });
  const changed = await own.patch('/api/environments/production', { policy: { confirm: true } });
  expect(changed.body).toMatchObject({ policy: { publish: 'developer', confirm: true } });
});

test('refusals say in words what would be right', async () => {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  await admin.post('/api/environments', { key: 'production' });

  const twice = await admin.post('/api/environments', { key: 'production' });
  expect([twice.status, twice.body.detail]).toEqual([
    409,
    'There is an environment production already',
  ]);
  const badKey = await admin.post('/api/environments', { key: 'Pro duction' });
  expect(badKey.status).toBe(422);
  expect(badKey.body.detail).toContain('small letters');
  const unknown = await admin.patch('/api/environments/prod', { name: 'x' });
  expect([unknown.status, unknown.body.code, unknown.body.detail]).toEqual([
    404,
    'not-found',
    'There is no environment "prod"',
  ]);
  const malformed = await admin.request('POST', '/api/environments', '{"key":');
  expect([malformed.status, malformed.body.code]).toEqual([400, 'malformed']);
  const tooLarge = await admin.post('/api/environments', { key: 'x', name: 'x'.repeat(2e6) });
  expect([tooLarge.status, tooLarge.body.code]).toEqual([413, 'too-large']);
  const nowhere = await admin.get('/api/nowhere');
  expect([nowhere.status, nowhere.body.detail]).toEqual([
    404,
    'There is nothing at GET /api/nowhere',
  ]);
});
