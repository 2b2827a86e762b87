import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { makeSetupLink } from './access/sign-in.ts';
import { readConfig } from './config.ts';
import { createLog } from './platform/request-log.ts';
import { fileOf } from './platform/static-files.ts';
import { listening } from './testing/listening.ts';
import { ownPage, signedIn, useLink } from './testing/people.ts';
import { testApp } from './testing/test-app.ts';

const mebibyte = 1024 * 1024;

describe('a refusal', () => {
  test.each([
    ['GET', '/api/nowhere', undefined, 404, 'not-found', 'There is nothing at GET /api/nowhere'],
    ['GET', '/nowhere', undefined, 404, 'not-found', 'There is nothing at GET /nowhere'],
    ['GET', '/api/%E0%A4%A', undefined, 404, 'not-found', 'There is nothing at'],
    ['PUT', '/api/people/7', '{}', 405, 'not-allowed', '/api/people/7 takes PATCH, not PUT'],
    ['POST', '/api/people', '{"name": ', 400, 'malformed', 'The body is not valid JSON'],
    ['POST', '/api/people', '', 400, 'malformed', 'The body is not valid JSON'],
    ['POST', '/api/people', '[]', 422, 'invalid', 'expected object'],
    ['POST', '/api/people', '{"__proto__": {"name": 1}}', 422, 'invalid', 'name'],
  ])('of %s %s with %j is a problem in words', async (method, path, body, status, code, words) => {
    const app = await testApp();
    const url = await listening(app);
    const answer = await fetch(url + path, {
      method,
      headers: {
        authorization: `Bearer ${await app.tokenFor({ '*': 'admin' })}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body }),
    });

    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
    expect(await answer.json()).toMatchObject({
      type: 'about:blank',
      title: expect.any(String),
      status,
      code,
      detail: expect.stringContaining(words),
    });
  });

  test('says which methods there are', async () => {
    const app = await testApp();
    const answer = await app.client().request('PUT', '/api/session');
    expect(answer.headers.get('allow')).toBe('POST, GET, DELETE, PATCH');
  });

  test('of something that is not JSON says what to send', async () => {
    const app = await testApp();
    const answer = await app.app.request('/api/session', { method: 'POST', body: 'email=a' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      detail: 'Send JSON, with the header Content-Type: application/json',
    });
  });

  test.each([
    ['/api/session', 2, 'declared'],
    ['/api/session', 2, 'chunked'],
    ['/sdk/reports', 2, 'chunked'],
    ['/api/environments/production/import', 17, 'chunked'],
  ])('of a body to %s of %i MiB, %s, names the limit', async (path, mib, how) => {
    const app = await testApp();
    const url = await listening(app);
    const { status, text } = await send(url + path, mib * mebibyte, how === 'declared');

    expect(status).toBe(413);
    expect(JSON.parse(text)).toMatchObject({
      code: 'too-large',
      detail: `The body is larger than ${mib === 17 ? 16 : 1} MiB`,
    });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  test('of what nobody foresaw tells the log everything, and the caller nothing', async () => {
    const app = await testApp();
    const admin = await app.as({ '*': 'admin' });
    await app.place.run('drop table people');
    const answer = await admin.get('/api/people');

    expect(answer.body).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
      code: 'internal',
      detail: 'Something went wrong on the server; its log says more',
    });
    expect(String(app.errors.splice(0))).toContain('people');
  });
});

describe('every answer', () => {
  test('has the headers that keep browsers safe', async () => {
    const app = await testApp();
    for (const path of ['/healthz', '/api/session', '/api/docs', '/nowhere', '/sdk/ruleset']) {
      const { headers } = await app.client().get(path);
      expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('strict-transport-security'), path).toBeNull();
    }
    expect((await app.client().get('/api/session')).headers.get('cache-control')).toBe('no-store');
  });

  test('insists on https only where the client uses it', async () => {
    const app = await testApp({ trusted: { hops: 1 } });
    const hsts = async (headers: Record<string, string>) =>
      (await app.client(headers).get('/healthz')).headers.get('strict-transport-security');
    expect(await hsts({ 'x-forwarded-proto': 'https' })).toBe('max-age=31536000');
    expect(await hsts({ 'x-forwarded-proto': 'http' })).toBeNull();
  });

  test('of the API is for our own pages only', async () => {
    const app = await testApp();
    const { headers } = await app.client({ origin: 'https://evil.example' }).get('/api/session');
    expect(headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the session cookie', () => {
  const cookie = async (headers: Record<string, string>, parts = {}) => {
    const app = await testApp(parts);
    const { token } = await app.work(makeSetupLink);
    const client = app.client({ ...ownPage, ...headers });
    return (await client.post('/api/session/link', { token })).headers.get('set-cookie');
  };

  test('is out of reach of scripts and of other sites', async () => {
    expect(await cookie({})).toMatch(
      /^sy_session=[0-9A-Za-z]{43}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/,
    );
  });

  test('is never sent in the clear once it came by https', async () => {
    const behindProxy = { trusted: { hops: 1 } };
    const publicUrl = 'https://flags.example.com';
    expect(await cookie({ 'x-forwarded-proto': 'https' }, behindProxy)).toContain('; Secure');
    expect(await cookie({}, { publicUrl })).toContain('; Secure');
    expect(await cookie({ 'x-forwarded-proto': 'https' })).not.toContain('Secure');
  });
});

describe('a change by cookie', () => {
  const attempt = async (headers: Record<string, string>) => {
    const app = await testApp();
    const { cookie } = await signedIn(app, 'ada@example.com', {});
    const client = app.client({ cookie, host: 'flags.example.com', ...headers });
    const { status, body } = await client.patch('/api/session', { name: 'Eve' });
    const { body: after } = await client.get('/api/session');
    expect(after.person.name).toBe(status === 200 ? 'Eve' : 'ada');
    return status === 403 ? body.detail : status;
  };
  const refusal = 'This request comes from another site than Switchyard itself';

  test.each([
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'http://flags.example.com' }, 200],
    [{ 'sec-fetch-site': 'same-site' }, refusal],
    [{ 'sec-fetch-site': 'cross-site' }, refusal],
    [{ 'sec-fetch-site': 'none' }, refusal],
    [{ 'sec-fetch-site': 'cross-site', origin: 'http://flags.example.com' }, refusal],
    [{ origin: 'https://evil.example' }, refusal],
    [{ origin: 'http://flags.example.com.evil.example' }, refusal],
    [{ origin: 'null' }, refusal],
    [{}, refusal],
  ])('with %j is answered %s', async (headers, outcome) => {
    expect(await attempt(headers)).toBe(outcome);
  });

  test('nor can another site sign anybody in', async () => {
    const app = await testApp();
    const { token } = await app.work(makeSetupLink);
    const evil = app.client({ 'sec-fetch-site': 'cross-site' });
    expect((await evil.post('/api/session/link', { token })).status).toBe(403);
    expect((await useLink(app, token)).status).toBe(200);
  });
});

describe('the files of the admin UI', () => {
  const files = new Map([
    ['/index.html', fileOf(Buffer.from('<sy-app></sy-app>'), '.html')],
    ['/assets/main-abc.js', fileOf(Buffer.from('console.log()'.repeat(100)), '.js')],
  ]);

  test('are kept for ever where their name says what is in them, and else asked for again', async () => {
    const app = await testApp({ files });
    const index = await app.client().get('/');
    expect([index.body, index.headers.get('cache-control')]).toEqual([
      '<sy-app></sy-app>',
      'no-cache',
    ]);
    const etag = index.headers.get('etag') ?? '';
    expect((await app.client({ 'if-none-match': etag }).get('/')).status).toBe(304);
    const script = await app.client().get('/assets/main-abc.js');
    expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect((await app.client().request('HEAD', '/')).status).toBe(200);
  });

  test('are packed for those who can unpack them', async () => {
    const app = await testApp({ files });
    const answer = await app.app.request('/assets/main-abc.js', {
      headers: { 'accept-encoding': 'br, gzip' },
    });
    expect(answer.headers.get('vary')).toBe('Accept-Encoding');
    const unpacked = gunzipSync(Buffer.from(await answer.arrayBuffer()));
    expect(unpacked.toString()).toBe('console.log()'.repeat(100));
  });

  test('are all there is to get', async () => {
    const app = await testApp({ files });
    const url = await listening(app);
    for (const path of ['/../package.json', '/assets/..%2f..%2fpackage.json', '/.env', '//etc']) {
      expect((await raw(url, path)).status, path).toBe(404);
    }
  });
});

test('the log tells of requests without anything secret in them', async () => {
  const lines: string[] = [];
  const output = { write: (line: string) => lines.push(line) };
  const log = createLog('json', () => new Date(0), output);
  const app = await testApp({ log, trusted: { hops: 1 } });
  const { token } = await app.work(makeSetupLink);
  await app.client({ 'x-forwarded-for': '9.9.9.9' }).get('/sdk/ruleset?key=syb_secret');
  await useLink(app, token);

  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      at: '1970-01-01T00:00:00.000Z',
      message: 'GET /sdk/ruleset',
      status: 401,
      ms: expect.any(Number),
      client: '9.9.9.9',
    },
    expect.objectContaining({ message: 'POST /api/session/link', status: 200 }),
  ]);
  expect(lines.join()).not.toMatch(new RegExp(`syb_secret|${token}`));
});

test('over a real connection, the client is who the trusted network before us says it is', async () => {
  const lines: string[] = [];
  const log = createLog('json', () => new Date(0), { write: (line: string) => lines.push(line) });
  const trusted = readConfig({ SWITCHYARD_TRUST_PROXY: '127.0.0.0/8' }).trusted;
  const forwarded = { 'x-forwarded-for': '9.9.9.9', 'x-forwarded-proto': 'https' };
  const signIn = async (parts: object) => {
    const app = await testApp({ log, ...parts });
    const url = await listening(app);
    const { token } = await app.work(makeSetupLink);
    const answer = await fetch(`${url}/api/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...ownPage, ...forwarded },
      body: JSON.stringify({ token }),
    });
    const cookie = answer.headers.get('set-cookie') ?? '';
    const session = await fetch(`${url}/api/session`, { headers: { cookie } });
    expect(session.status).toBe(200);
    return cookie.includes('; Secure');
  };

  expect(await signIn({ trusted })).toBe(true);
  expect(await signIn({})).toBe(false);
  expect(lines.map((line) => JSON.parse(line).client)).toEqual([
    '9.9.9.9',
    '127.0.0.1',
    '127.0.0.1',
    '127.0.0.1',
  ]);
});

/** Sends so many bytes, and reads what is answered meanwhile. */
function send(url: string, bytes: number, isDeclared: boolean) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      ...(isDeclared ? { 'content-length': bytes } : { 'transfer-encoding': 'chunked' }),
    };
    const outgoing = request(url, { method: 'POST', headers }, async (response) => {
      let text = '';
      for await (const chunk of response) text += chunk;
      resolve({ status: response.statusCode, text });
      outgoing.destroy();
    });
    outgoing.on('error', reject);
    for (let sent = 0; sent < bytes; sent += mebibyte) outgoing.write(Buffer.alloc(mebibyte, ' '));
    outgoing.end();
  });
}

/** A path exactly as it stands here: `fetch` would tidy it up. */
function raw(url: string, path: string) {
  const { hostname, port } = new URL(url);
  return new Promise<{ status: number | undefined }>((resolve, reject) => {
    const outgoing = request({ hostname, port, path }, (response) => {
      response.resume();
      resolve({ status: response.statusCode });
    });
    outgoing.on('error', reject).end();
  });
}
