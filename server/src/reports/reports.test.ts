import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function reporting() {
  const app = await production();
  const sdk = app.client((await app.sdkKey()).headers);
  let sequence = 0;
  const send = (report: object) =>
    sdk.post('/sdk/reports', { instance: 'i1', sequence: ++sequence, ...report });
  const unknown = async () =>
    (await app.viewer.get(`${app.base}/unknown`)).body.map(
      ({ key, count }: { key: string; count: number }) => [key, count],
    );
  return { ...app, sdk, send, unknown };
}

test('a repeated report is answered alike and counted once', async () => {
  const { sdk, unknown } = await reporting();
  const report = { instance: 'i1', sequence: 7, unknown: { 'serach-box': 12 } };
  const answers = await Promise.all([1, 2, 3].map(() => sdk.post('/sdk/reports', report)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(await unknown()).toEqual([['serach-box', 12]]);

  await sdk.post('/sdk/reports', { ...report, sequence: 8 });
  await sdk.post('/sdk/reports', { ...report, instance: 'i2', sequence: 1 });
  expect(await unknown()).toEqual([['serach-box', 36]]);
});

test('what is asked for and not defined is listed until it is', async () => {
  const { send, unknown, clock, set } = await reporting();
  await send({ unknown: { first: 1, second: 2 } });
  clock.advance(60_000);
  await send({ unknown: { second: 1, 'not a key': 3 } });
  expect(await unknown()).toEqual([
    ['not a key', 3],
    ['second', 3],
    ['first', 1],
  ]);
  await set('second', {});
  expect(await unknown()).toEqual([
    ['not a key', 3],
    ['first', 1],
  ]);
});

test('of an unknown key it is told who asks, and it can be ignored until somebody wants to know', async () => {
  const { sdk, developer, viewer, base } = await reporting();
  for (const [at, app] of ['web', 'jobs', 'web', 'web', 'web', 'web', undefined].entries()) {
    const instance = `i${at % 6}`;
    await sdk.post('/sdk/reports', { instance, app, sequence: at + 1, unknown: { lost: 1 } });
  }
  const found = async () => (await viewer.get(`${base}/unknown`)).body[0];
  const askers = [
    { instance: 'i0', app: null },
    ...['i5', 'i4', 'i3', 'i2'].map((instance) => ({ instance, app: 'web' })),
  ];
  expect(await found()).toMatchObject({ key: 'lost', count: 7, askers });

  const ignore = (isIgnored: boolean, key = 'lost', as = developer) =>
    as.post(`${base}/unknown`, { key, isIgnored });
  expect((await ignore(true)).status).toBe(204);
  await sdk.post('/sdk/reports', { instance: 'i9', sequence: 9, unknown: { lost: 1 } });
  expect(await found()).toMatchObject({ count: 8, ignoredAt: expect.any(String) });
  await ignore(false);
  expect((await found()).ignoredAt).toBeUndefined();
  expect((await ignore(true, 'nowhere')).status).toBe(404);
  expect((await ignore(true, 'lost', viewer)).status).toBe(403);
});

test('of unknown keys the 1,000 most recently asked for are kept', async () => {
  const { send, unknown, clock } = await reporting();
  for (let page = 0; page < 12; page++) {
    clock.advance(1_000);
    const keys = Array.from({ length: 100 }, (_, index) => [`k${page}-${index}`, 1]);
    await send({ unknown: Object.fromEntries(keys) });
  }
  const kept = await unknown();
  expect(kept).toHaveLength(1_000);
  expect(kept.map(([key]: [string]) => key.split('-')[0])).not.toContain('k1');
  expect(kept.at(-1)[0]).toMatch(/^k2-/);
});

test('reports that make no sense are refused in words', async () => {
  const { send, client, admin } = await reporting();
  const bad = await send({ unknown: { x: -1 } });
  expect([bad.status, bad.body.code]).toEqual([422, 'invalid']);
  expect((await client().post('/sdk/reports', {})).status).toBe(401);
  expect((await admin.post('/sdk/reports', {})).status).toBe(401);
});

test('half of a character, or a zero byte, is refused and breaks nothing', async () => {
  const { sdk, driver, base } = await reporting();
  expect((await driver.get('/api/switches/a%00b')).status).toBe(400);
  const texts = ['\\ud800', '\\u0000'];
  for (const text of texts) {
    const report = `{"instance":"i","sequence":1,"unknown":{"${text}":1}}`;
    const sent = await sdk.request('POST', '/sdk/reports', report);
    expect([sent.status, sent.body.code]).toEqual([422, 'invalid']);
    const edits = `[{"kind":"switch","key":"awesome","set":{"salt":"${text}"}}]`;
    const published = await driver.request(
      'POST',
      `${base}/releases`,
      `{"reason":"${text}","edits":${edits}}`,
    );
    expect([published.status, published.body.code]).toEqual([422, 'invalid']);
  }
  const deep = `{"edits":[{"kind":"switch","key":"awesome","set":{"rules":${'['.repeat(5_000)}${']'.repeat(5_000)}}}]}`;
  const published = await driver.request('POST', `${base}/releases`, deep);
  expect([published.status, published.body.code]).toEqual([422, 'invalid']);
});

test('an instance that reports far too often is told when to come back, and no other is', async () => {
  const { send, sdk, clock } = await reporting();
  const statuses = [];
  for (let count = 0; count < 61; count++) statuses.push((await send({})).status);
  expect(statuses).toEqual([...Array(60).fill(200), 429]);
  const refused = await send({});
  expect([refused.body.code, refused.headers.get('retry-after')]).toEqual(['too-many', '1']);
  expect((await sdk.post('/sdk/reports', { instance: 'i2', sequence: 1 })).status).toBe(200);
  clock.advance(1_000);
  expect([(await send({})).status, (await send({})).status]).toEqual([200, 429]);
});

test('the fleet is announced as changed when a version or who reports is another, not at every report', async () => {
  const { send, facts, clock } = await reporting();
  const heard: string[] = [];
  facts.listen(({ kind }) => heard.push(kind));
  const after = async (report: object) => {
    heard.length = 0;
    await send(report);
    return heard.filter((kind) => kind === 'fleet-changed').length;
  };
  expect(await after({})).toBe(0);
  expect(await after({ app: 'web', version: '1' })).toBe(1);
  expect(await after({ app: 'web', version: '1', position: 'e:1' })).toBe(0);
  expect(await after({ app: 'web', version: '2' })).toBe(1);
  clock.advance(61_000);
  expect(await after({ app: 'web', version: '2' })).toBe(1);
});

test('what a browser says does not count in place of what a server of that name says', async () => {
  const { client, sdkKey, send, unknown } = await reporting();
  const browser = client((await sdkKey('browser')).headers);
  const taken = { instance: 'i1', sequence: 1_000, unknown: { made: 1 } };
  expect((await browser.post('/sdk/reports', taken)).status).toBe(200);
  await send({ unknown: { real: 1 } });
  expect(Object.fromEntries(await unknown())).toEqual({ made: 1, real: 1 });
});

test('while nothing can be written, so many wait, and more are told to come again', async () => {
  const { sdk, work } = await reporting();
  let goOn = () => {};
  const held = work(() => new Promise<void>((resolve) => (goOn = resolve)));
  const sent = Array.from({ length: 1_100 }, (_, at) =>
    sdk.post('/sdk/reports', { instance: `i${at}`, sequence: 1 }),
  );
  const first = await Promise.race(sent);
  expect([first.status, first.headers.get('retry-after')]).toEqual([503, '5']);
  goOn();
  await held;
  const statuses = (await Promise.all(sent)).map(({ status }) => status);
  expect(new Set(statuses)).toEqual(new Set([200, 503]));
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1_000);
});
