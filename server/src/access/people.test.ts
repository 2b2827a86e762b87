import { expect, test } from 'vitest';
import * as deployLog from '../deploy-log/service.ts';
import { signedIn } from '../testing/people.ts';
import { type TestApp, testApp } from '../testing/test-app.ts';
import * as people from './people.ts';

test('the last administrator of all environments stays one', async () => {
  const app = await testApp();
  const { client, id } = await signedIn(app, 'ada@example.com', { '*': 'admin' });

  for (const changes of [{ isDisabled: true }, { roles: { '*': 'driver' } }, { roles: {} }]) {
    const refused = await client.patch(`/api/people/${id}`, changes);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'ada is the last administrator of all environments. Make somebody else one first',
    ]);
  }
  const other = await signedIn(app, 'grace@example.com', { '*': 'admin' });
  expect((await client.patch(`/api/people/${id}`, { roles: {} })).status).toBe(200);
  expect((await client.get('/api/people')).status).toBe(403);
  expect((await other.client.patch(`/api/people/${other.id}`, { isDisabled: true })).status).toBe(
    409,
  );
});

test('of two administrators who demote each other at once, one remains', async () => {
  const app = await testApp();
  const ada = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  const grace = await signedIn(app, 'grace@example.com', { '*': 'admin' });

  const answers = await Promise.all([
    ada.admin.patch(`/api/people/${ada.id}`, { roles: {} }),
    ada.admin.patch(`/api/people/${grace.id}`, { roles: {} }),
  ]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await app.read(people.list)).filter(people.isAdministrator)).toHaveLength(1);
});

test('what cannot be is refused in words and changes nothing', async () => {
  const app = await testApp();
  const { client, id } = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  await client.post('/api/environments', { key: 'production' });
  const draft = { name: 'Grace', email: 'grace@example.com', roles: {} };
  const refusal = async (body: unknown) => {
    const { status, body: answer } = await client.post('/api/people', body);
    return [status, answer.detail];
  };

  expect(await refusal({ ...draft, email: 'ADA@example.com' })).toEqual([
    409,
    'Somebody with the e-mail address ADA@example.com is there already',
  ]);
  expect(await refusal({ ...draft, roles: { prod: 'viewer' } })).toEqual([
    422,
    'There is no environment prod. There are: *, production',
  ]);
  expect(await refusal({ ...draft, email: 'grace' })).toEqual([
    422,
    expect.stringContaining('must be an e-mail address'),
  ]);
  expect(await refusal({ ...draft, roles: { '*': 'owner' } })).toEqual([
    422,
    expect.stringContaining('viewer'),
  ]);
  expect(await refusal({ ...draft, isAdmin: true })).toEqual([
    422,
    expect.stringContaining('isAdmin'),
  ]);
  const nobody = await client.patch('/api/people/nobody', { name: 'x' });
  expect([nobody.status, nobody.body.detail]).toEqual([
    404,
    'There is no person with the id nobody',
  ]);
  expect((await app.read(people.list)).map((each) => each.id)).toEqual([id]);
});

test('every change of access is in the log, and no e-mail address is', async () => {
  const app = await testApp();
  const { client, id, admin } = await signedIn(app, 'ada@example.com', { '*': 'viewer' });
  await client.patch('/api/session', { name: 'Ada L.', password: 'a good password' });
  const { body } = await client.post('/api/tokens', { name: 'CI', roles: { '*': 'viewer' } });
  await client.delete(`/api/tokens/${body.token.id}`);
  await admin.patch(`/api/people/${id}`, { email: 'ada@example.net', roles: { '*': 'driver' } });
  await admin.patch(`/api/people/${id}`, { isDisabled: true });
  await admin.patch(`/api/people/${id}`, { isDisabled: false });

  expect(await titles(app)).toEqual([
    ['person-added', 'Added ada: viewer everywhere', 'Tess Tester'],
    ['link-made', 'Made a sign-in link for ada', 'Tess Tester'],
    ['signed-in', 'ada signed in with a link', 'ada'],
    ['person-renamed', 'Renamed ada to Ada L.', 'ada'],
    ['password-changed', 'Ada L. set a password', 'ada'],
    ['token-made', 'Made the API token “CI”: viewer everywhere', 'Ada L.'],
    ['token-revoked', 'Revoked the API token “CI”', 'Ada L.'],
    ['person-changed', 'Changed the e-mail address of Ada L.', 'Tess Tester'],
    [
      'roles-changed',
      'Changed the roles of Ada L.: viewer everywhere → driver everywhere',
      'Tess Tester',
    ],
    ['person-disabled', 'Disabled Ada L.', 'Tess Tester'],
    ['person-enabled', 'Enabled Ada L.', 'Tess Tester'],
  ]);
  expect(JSON.stringify(await app.place.run('select * from deploy_log'))).not.toContain('@');
});

test('a refused change leaves no line in the log', async () => {
  const app = await testApp();
  const { client, id } = await signedIn(app, 'ada@example.com', { '*': 'admin' });
  const before = await titles(app);
  await client.patch(`/api/people/${id}`, { name: 'Ada L.', roles: {} });

  expect(await titles(app)).toEqual(before);
  expect((await app.read(people.list)).map(({ name }) => name)).toEqual(['ada']);
});

async function titles(app: TestApp) {
  const { entries } = await app.read((reading) =>
    deployLog.page(reading, { kinds: ['audit'] }, 100),
  );
  return entries.map(({ action, title, actor }) => [action, title, actor.name]).reverse();
}
