import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { type Claims, type Secret, sign, verify } from './token.ts';

const HOUR = 3_600;

/** A page of production over real HTTP, whose users the application proves. */
async function page(options?: Parameters<typeof production>[0]) {
  const app = await production(options);
  const { admin, publish, sdkKey, clock, secrets } = app;
  await publish([{ kind: 'cohort', key: 'c', set: { title: 'C', open: true } }]);
  await admin.post('/api/environments', { key: 'staging', policy: { publish: 'driver' } });
  const address = await listening(app);
  const { headers } = await sdkKey('browser');
  const [secret] = (await secrets.listForSdk('production')) as Secret[] as [Secret];
  const tokenFor = (user: string, more: Partial<Claims> = {}, by = secret) => {
    const iat = clock.now().getTime() / 1000;
    return sign(by, { user, iat, exp: iat + HOUR, ...more });
  };
  const ask = async (
    method: string,
    path: string,
    token?: string,
    key: Record<string, string> = headers,
  ) => {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { ...key, ...(token !== undefined && { 'Switchyard-User': token }) },
    });
    const text = await response.text();
    // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came
    const body: any = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  };
  return {
    ...app,
    address,
    headers,
    secret,
    tokenFor,
    ask,
    join: (token?: string, cohort = 'c') => ask('PUT', `/sdk/you/cohorts/${cohort}`, token),
    leave: (token?: string, cohort = 'c') => ask('DELETE', `/sdk/you/cohorts/${cohort}`, token),
    you: (token?: string) => ask('GET', '/sdk/you', token),
    members: async () =>
      (await app.developer.get(`${app.base}/cohorts/c/members`)).body.members.map(
        ({ user }: { user: string }) => user,
      ),
  };
}

test('whoever is proven joins and leaves, and is told what they are in', async () => {
  const { join, leave, you, tokenFor, members, clock } = await page();
  const token = tokenFor('u-1');
  const expiresAt = new Date(clock.now().getTime() + HOUR * 1000).toISOString();
  const nothing = { user: 'u-1', release: 1, cohorts: [], answers: {}, expiresAt };
  expect(await you(token)).toMatchObject({ status: 200, body: nothing });

  expect(await join(token)).toMatchObject({ status: 200, body: { ...nothing, cohorts: ['c'] } });
  expect((await you(token)).body).toEqual({ ...nothing, cohorts: ['c'] });
  expect(await members()).toEqual(['u-1']);
  expect((await you(tokenFor('u-2'))).body.cohorts).toEqual([]);

  clock.advance(1);
  const left = await leave(token);
  expect(left).toMatchObject({ status: 200, body: { ...nothing, token: expect.any(String) } });
  expect(left.headers.get('cache-control')).toBe('no-store');
  expect(await members()).toEqual([]);
});

test('a token from before its user left counts for much, but not for joining again', async () => {
  const { join, leave, you, tokenFor, members, clock, developer, base } = await page();
  const token = tokenFor('u-1');
  await join(token);
  const atOnce = await leave(token);
  clock.advance(1_000);
  expect(await join(token)).toMatchObject({
    status: 401,
    body: { code: 'invalid-token', reason: 'left' },
  });
  expect(await members()).toEqual([]);
  expect((await you(token)).status).toBe(200);
  expect((await join(atOnce.body.token)).body.cohorts).toEqual(['c']);
  await leave(token);
  expect((await join(atOnce.body.token)).status).toBe(401);
  clock.advance(1);
  expect((await join(tokenFor('u-1'))).status).toBe(200);

  const before = tokenFor('u-1');
  clock.advance(1);
  await developer.delete(`${base}/users/u-1/opt-ins`);
  expect((await join(before)).body.reason).toBe('left');
});

test('without a token nobody is anybody, whatever key they bring', async () => {
  const { ask, join, leave, you, sdkKey, members } = await page();
  for (const refused of [await join(), await leave(), await you(), await join('')]) {
    expect(refused).toMatchObject({ status: 401, body: { code: 'invalid-token' } });
  }
  const { headers } = await sdkKey('server');
  expect((await ask('PUT', '/sdk/you/cohorts/c', undefined, headers)).status).toBe(401);
  expect(await ask('PUT', '/sdk/you/cohorts/c', undefined, {})).toMatchObject({
    status: 401,
    body: { code: 'unauthenticated' },
  });
  expect(await members()).toEqual([]);
});

test('forged, foreign, expired and endless tokens are refused, in words', async () => {
  const { join, tokenFor, clock, secret, secrets, members } = await page();
  const now = clock.now().getTime() / 1000;
  const [foreign] = (await secrets.listForSdk('staging')) as Secret[] as [Secret];
  const refusals: [string, string][] = [
    ['altered', 'hello'],
    ['altered', 'syu1..'],
    ['altered', tokenFor('u-1', {}, { ...secret, secret: 'guessed' })],
    ['altered', tokenFor('u-1', {}, { ...foreign, id: secret.id })],
    ['altered', tokenFor('u-1', { context: { text: 'x'.repeat(4_000) } })],
    ['altered', tokenFor('')],
    ['altered', tokenFor('x'.repeat(1_001))],
    ['altered', tokenFor('u\0')],
    ['altered', tokenFor(7 as unknown as string)],
    ['altered', tokenFor('u-1', { exp: 'never' as unknown as number })],
    ['unknown-key', tokenFor('u-1', {}, foreign)],
    ['expired', tokenFor('u-1', { exp: now })],
    ['not-yet', tokenFor('u-1', { iat: now + 61 })],
    ['too-long', tokenFor('u-1', { exp: now + 24 * HOUR + 1 })],
  ];
  for (const [reason, token] of refusals) {
    const { status, body } = await join(token);
    expect([status, body.code, body.reason]).toEqual([401, 'invalid-token', reason]);
    expect(body.detail).toMatch(/^The user token [a-z]/);
  }
  expect(await members()).toEqual([]);
  expect((await join(tokenFor('u-1', { iat: now + 59, exp: now + 24 * HOUR }))).status).toBe(200);
});

test('no character of a token can be another', async () => {
  const { secret, tokenFor, clock } = await page();
  const token = tokenFor('u-1', { context: { plan: 'gold' } });
  expect(verify(token, [secret], clock.now()).claims.user).toBe('u-1');
  for (let at = 0; at < token.length; at++) {
    for (const other of ['A', 'B', '.', '=', '-']) {
      if (token[at] === other) continue;
      const altered = token.slice(0, at) + other + token.slice(at + 1);
      expect(() => verify(altered, [secret], clock.now())).toThrow('The user token');
    }
    expect(() => verify(token.slice(0, at), [secret], clock.now())).toThrow('The user token');
    expect(() => verify(token.slice(at + 1), [secret], clock.now())).toThrow('The user token');
  }
  expect(() => verify(`${token}A`, [secret], clock.now())).toThrow('The user token');
});

test('a token says for whom it is: nobody joins for somebody else', async () => {
  const { secret, tokenFor, join, members } = await page();
  const [prefix, id, payload = '', signature] = tokenFor('mallory').split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const other = Buffer.from(JSON.stringify({ ...claims, user: 'ada' })).toString('base64url');
  expect((await join([prefix, id, other, signature].join('.'))).body.reason).toBe('altered');
  // What the same secret signs for something else is no user token.
  const cookie = createHmac('sha256', secret.secret).update(`${prefix}.${id}.${other}`);
  const forged = [prefix, id, other, cookie.digest('base64url')].join('.');
  expect((await join(forged)).body.reason).toBe('altered');
  expect(await members()).toEqual([]);
});

test('a secret that is retired proves nothing any more', async () => {
  const { admin, base, secret, tokenFor, you } = await page();
  const token = tokenFor('u-1');
  await admin.post(`${base}/secrets`);
  expect((await you(token)).status).toBe(200);
  await admin.delete(`${base}/secrets/${secret.id}`);
  expect((await you(token)).body.reason).toBe('unknown-key');
});

test('a cohort that is closed, full or nowhere cannot be joined', async () => {
  const { join, leave, tokenFor, publish } = await page();
  const define = (set: object) => publish([{ kind: 'cohort', key: 'c', set }]);
  await define({ cap: 1 });
  await join(tokenFor('u-1'));
  expect((await join(tokenFor('u-2'))).body.detail).toContain('is full');
  await define({ cap: null, open: false });
  expect((await join(tokenFor('u-2'))).body.detail).toContain('is closed');
  expect((await join(tokenFor('u-2'), 'nowhere')).status).toBe(404);
  expect((await leave(tokenFor('u-1'))).status).toBe(200);
});

test('cohorts are shown to everybody as long as they are open, and to their members', async () => {
  const { ask, join, tokenFor, publish, clock } = await page();
  const endsAt = new Date(clock.now().getTime() + HOUR * 500).toISOString();
  await publish([
    { kind: 'cohort', key: 'a', set: { title: 'Z', open: true, cap: 1, endsAt } },
    { kind: 'cohort', key: 'closed', set: { title: 'Closed' } },
  ]);
  const shown = async (token?: string) => (await ask('GET', '/sdk/cohorts', token)).body.cohorts;
  const c = { key: 'c', title: 'C', isOpen: true, isFull: false };
  const a = { key: 'a', title: 'Z', isOpen: true, isFull: false, endsAt };
  expect(await shown()).toEqual([c, a]);
  const token = tokenFor('u-1');
  await join(token, 'a');
  expect(await shown(token)).toEqual([
    { ...c, isMember: false },
    { ...a, isFull: true, isMember: true },
  ]);
  clock.advance(HOUR * 500);
  expect(await shown()).toEqual([c]);
  expect(await shown(token)).toMatchObject([{ key: 'c' }, { key: 'a', isOpen: false }]);
  expect((await ask('GET', '/sdk/cohorts', 'forged')).status).toBe(401);
});

test('pages of any site may ask, and nothing of it is kept', async () => {
  const { address, you, tokenFor } = await page();
  const preflight = await fetch(`${address}/sdk/you/cohorts/c`, { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('*');
  expect(preflight.headers.get('access-control-allow-methods')).toContain('PUT, DELETE');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('Switchyard-User');
  const answer = await you(tokenFor('u-1'));
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
});

test('one user cannot keep the server busy, nor can one who guesses', async () => {
  const { you, tokenFor, clock } = await page();
  const token = tokenFor('u-1');
  for (let at = 0; at < 60; at++) expect((await you(token)).status).toBe(200);
  const refused = await you(token);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
  expect((await you(tokenFor('u-2'))).status).toBe(200);
  for (let at = 0; at < 60; at++) expect((await you('guess')).status).toBe(401);
  expect((await you('guess')).status).toBe(429);
  expect((await you(tokenFor('u-2'))).status).toBe(200);
  clock.advance(1_000);
  expect((await you(token)).status).toBe(200);
});

test('no log says anything of a token', async () => {
  const lines: string[] = [];
  const log = (message: string, details: object = {}) =>
    lines.push(message + JSON.stringify(details));
  const { join, leave, you, tokenFor, place } = await page({ log });
  const token = tokenFor('ada@example.com', { context: { plan: 'gold' } });
  await join(token);
  await leave(token);
  await you(`${token}x`);
  const kept = [...lines, JSON.stringify(await place.run('select * from deploy_log'))].join('\n');
  expect(kept).toContain('PUT /sdk/you/cohorts/c');
  for (const part of ['ada@', ...token.split('.').slice(2)]) expect(kept).not.toContain(part);
});

test('tokens are read as other SDKs make them', () => {
  const file = new URL('../../../core/vectors/user-tokens.json', import.meta.url);
  const { now, secrets, cases } = JSON.parse(readFileSync(file, 'utf8'));
  for (const { claims, token } of cases) {
    expect(sign(secrets[0], claims)).toBe(token);
    expect(verify(token, secrets, new Date(now * 1000)).claims).toEqual(claims);
  }
});
