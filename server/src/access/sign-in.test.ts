import { expect, test } from 'vitest';
import { cookieOf, ownPage, signedIn, tokenOf, useLink } from '../testing/people.ts';
import { type TestApp, testApp } from '../testing/test-app.ts';
import * as people from './people.ts';
import * as signIn from './sign-in.ts';

const DAY = 86_400_000;
const password = 'correct horse battery';

test('the setup link makes the first administrator, once', async () => {
  const app = await testApp();
  const { token } = await app.work(signIn.makeSetupLink);

  const first = await useLink(app, token);
  expect(first.status).toBe(200);
  expect(first.body).toMatchObject({
    person: { name: 'Administrator', email: '', hasPassword: false },
    token: null,
    roles: { '*': 'admin' },
  });
  expect((await useLink(app, token)).status).toBe(401);
  await expect(app.work(signIn.makeSetupLink)).rejects.toThrow('The server is set up already');
});

test('of two setup links only the later counts, and of two uses at once only one', async () => {
  const app = await testApp();
  const early = await app.work(signIn.makeSetupLink);
  const late = await app.work(signIn.makeSetupLink);

  expect((await useLink(app, early.token)).status).toBe(401);
  const answers = await Promise.all(Array.from({ length: 8 }, () => useLink(app, late.token)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  expect(await app.read(people.list)).toHaveLength(1);
});

test('of many who use the same link of a person at once, one gets in', async () => {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  const draft = { name: 'Ada', email: 'ada@example.com', roles: {} };
  const { link } = (await admin.post('/api/people', draft)).body;

  const answers = await Promise.all(Array.from({ length: 8 }, () => useLink(app, tokenOf(link))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(401)]);
  expect(await app.place.run('select * from sessions')).toHaveLength(1);
});

test('a link expires after a day, and is not used up by looking at it', async () => {
  const app = await testApp();
  const { token } = await app.work(signIn.makeSetupLink);

  const looked = await app.client().get(`/api/session/link?token=${token}`);
  expect([looked.status, looked.body.detail]).toEqual([
    405,
    '/api/session/link takes POST, not GET',
  ]);
  app.clock.advance(DAY);
  const late = await useLink(app, token);
  expect([late.status, late.body.code]).toEqual([401, 'unauthenticated']);
  expect(late.body.detail).toContain('has expired');
  expect(await app.read(people.list)).toEqual([]);
});

test('the database holds no link, session, password or token that could be used', async () => {
  const app = await testApp();
  const { client, cookie, admin } = await signedIn(app, 'ada@example.com', { '*': 'viewer' });
  await client.patch('/api/session', { password });
  const { secret } = (await client.post('/api/tokens', { name: 'CI', roles: {} })).body;
  const people = (await admin.get('/api/people')).body;
  const { url } = (await admin.post(`/api/people/${people[0].id}/link`)).body;

  const tables = ['people', 'sign_in_links', 'sessions', 'api_tokens', 'deploy_log'];
  const rows = await Promise.all(tables.map((each) => app.place.run(`select * from ${each}`)));
  const stored = JSON.stringify(rows);
  expect(rows.map(({ length }) => length > 0)).toEqual(tables.map(() => true));
  expect(stored).toContain('scrypt');
  for (const held of [cookie.split('=')[1], password, secret, tokenOf({ url })]) {
    expect(stored).not.toContain(held);
  }
});

test('the wrong password and the unknown e-mail address get the same words', async () => {
  const app = await testApp();
  await withPassword(app);

  const wrong = await attempt(app, 'ada@example.com', 'wrong password');
  const unknown = await attempt(app, 'nobody@example.com', password);
  expect([wrong.status, wrong.body.detail]).toEqual([
    401,
    'The e-mail address or the password is wrong',
  ]);
  expect(unknown.body).toEqual(wrong.body);
  const right = await attempt(app, ' Ada@Example.com', password);
  expect([right.status, right.body.person.hasPassword]).toEqual([200, true]);
});

test('too many attempts for one person are refused, with when to try again', async () => {
  const app = await testApp({ signIn: { perPerson: 2, perAddress: 99 } });
  await withPassword(app);
  const wrong = () => attempt(app, 'ada@example.com', 'wrong password');
  const answers = await Promise.all([wrong(), wrong(), wrong()]);

  expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 429]);
  const refused = answers.find(({ status }) => status === 429);
  expect(refused?.headers.get('retry-after')).toBe('900');
  expect(refused?.body.detail).toContain('Try again in 15 min');
  expect((await attempt(app, 'ADA@example.com', password)).status).toBe(429);

  app.clock.advance(15 * 60_000);
  expect((await attempt(app, 'ada@example.com', password)).status).toBe(200);
});

test('so are too many from one address, whatever it says of itself', async () => {
  const app = await testApp({ signIn: { perPerson: 99, perAddress: 2 } });
  const statuses = [];
  for (const each of ['1', '2', '3']) {
    const client = app.client({ ...ownPage, 'x-forwarded-for': `9.9.9.${each}` });
    const tried = { email: `${each}@example.com`, password: '' };
    statuses.push((await client.post('/api/session', tried)).status);
  }
  expect(statuses).toEqual([401, 401, 429]);
});

test('a success is not held against anybody', async () => {
  const app = await testApp({ signIn: { perPerson: 2, perAddress: 99 } });
  await withPassword(app);
  for (const tried of ['wrong password', password, 'wrong password', password]) {
    const { status } = await attempt(app, 'ada@example.com', tried);
    expect(status).toBe(tried === password ? 200 : 401);
  }
});

test('a session lasts 30 days without use, and 90 days with it', async () => {
  const app = await testApp();
  const { client, admin } = await signedIn(app, 'ada@example.com', { '*': 'viewer' });

  for (const days of [29, 29, 29]) {
    app.clock.advance(days * DAY);
    expect((await client.get('/api/session')).status).toBe(200);
    await app.written();
  }
  app.clock.advance(3 * DAY);
  expect((await client.get('/api/session')).status).toBe(401);

  const other = await signedIn(app, 'grace@example.com', { '*': 'viewer' });
  app.clock.advance(30 * DAY);
  expect((await other.client.get('/api/session')).status).toBe(401);
  const seen = async () =>
    (await admin.get('/api/people')).body.map((each: { lastSeenAt: string }) =>
      each.lastSeenAt.slice(0, 10),
    );
  await app.written();
  expect(await seen()).toEqual(['2026-04-02', '2026-04-05']);
});

test('signing out ends the session and takes the cookie back', async () => {
  const app = await testApp();
  const { client } = await signedIn(app, 'ada@example.com', {});

  const out = await client.delete('/api/session');
  expect(out.status).toBe(204);
  expect(out.headers.get('set-cookie')).toMatch(/^sy_session=; Max-Age=0; Path=\//);
  expect((await client.get('/api/session')).status).toBe(401);
});

test('a new password ends the other sessions and voids links, but not this session', async () => {
  const app = await testApp();
  const { client, id, admin } = await signedIn(app, 'ada@example.com', {});
  const second = await admin.post(`/api/people/${id}/link`);
  const elsewhere = app.client({
    cookie: cookieOf(await useLink(app, tokenOf(second.body))),
    ...ownPage,
  });
  const third = await admin.post(`/api/people/${id}/link`);

  expect((await client.patch('/api/session', { password })).body.person.hasPassword).toBe(true);
  expect((await elsewhere.get('/api/session')).status).toBe(401);
  expect((await useLink(app, tokenOf(third.body))).status).toBe(401);
  expect((await client.get('/api/session')).status).toBe(200);
});

test('a password is changed by saying the present one, or within an hour of following a link', async () => {
  const app = await testApp();
  const { client } = await withPassword(app);
  const next = 'another good password';

  expect((await client.patch('/api/session', { password: `${next}!` })).status).toBe(200);
  app.clock.advance(3_600_000);
  const refused = await client.patch('/api/session', { password: next, currentPassword: 'guess' });
  expect([refused.status, refused.body.detail]).toEqual([
    401,
    'currentPassword must be your present password',
  ]);
  const changed = await client.patch('/api/session', {
    password: next,
    currentPassword: `${next}!`,
  });
  expect(changed.status).toBe(200);
  expect((await attempt(app, 'ada@example.com', next)).status).toBe(200);
  expect((await attempt(app, 'ada@example.com', `${next}!`)).status).toBe(401);
});

test('a short password is refused in words', async () => {
  const app = await testApp();
  const { client } = await signedIn(app, 'ada@example.com', {});
  const short = await client.patch('/api/session', { password: '123456789' });

  expect([short.status, short.body.problems]).toEqual([
    422,
    [{ path: ['password'], message: 'must have at least 10 characters' }],
  ]);
});

test('a disabled person is out at once, everywhere', async () => {
  const app = await testApp();
  const { client, id, admin } = await withPassword(app);
  const made = await client.post('/api/tokens', { name: 'CI', roles: { '*': 'viewer' } });
  const byToken = app.client({ authorization: `Bearer ${made.body.secret}` });
  const { body: link } = await admin.post(`/api/people/${id}/link`);
  expect((await byToken.get('/api/session')).status).toBe(200);

  expect((await admin.patch(`/api/people/${id}`, { isDisabled: true })).status).toBe(200);
  expect((await client.get('/api/session')).status).toBe(401);
  expect((await byToken.get('/api/session')).status).toBe(401);
  expect((await useLink(app, tokenOf(link))).status).toBe(401);
  expect((await attempt(app, 'ada@example.com', password)).status).toBe(401);
  const refused = await admin.post(`/api/people/${id}/link`);
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    'ada is disabled. Enable them first',
  ]);

  expect((await admin.patch(`/api/people/${id}`, { isDisabled: false })).status).toBe(200);
  expect((await client.get('/api/session')).status).toBe(401);
  expect((await useLink(app, tokenOf(link))).status).toBe(401);
  expect((await attempt(app, 'ada@example.com', password)).status).toBe(200);
});

async function withPassword(app: TestApp) {
  const person = await signedIn(app, 'ada@example.com', { '*': 'developer' });
  await person.client.patch('/api/session', { password });
  return person;
}

const attempt = (app: TestApp, email: string, tried: string) =>
  app.client(ownPage).post('/api/session', { email, password: tried });
