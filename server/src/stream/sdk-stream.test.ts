import { connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { createHolder } from '../testing/sdk.ts';
import { seeded } from '../testing/seeded.ts';
import { follow } from '../testing/sse.ts';

type Options = Parameters<typeof production>[0];

async function streaming(options?: Options) {
  const app = await production(options);
  const address = await listening(app);
  const open = (headers: Record<string, string>, query = '') =>
    follow(`${address}/sdk/stream${query}`, headers);
  const positionNow = async () => (await app.viewer.get(`${app.base}/ruleset`)).body.position;
  return { ...app, address, open, positionNow };
}

test('a server SDK gets the whole ruleset and the secrets, then what changes', async () => {
  const { open, sdkKey, set, positionNow } = await streaming();
  await set('awesome', {});
  const { headers } = await sdkKey();
  const stream = await open(headers);
  const holder = createHolder();
  const full = await stream.nth('ruleset');
  holder.take(full);
  expect(full.data).toMatchObject({ environment: 'production', release: 1 });
  expect(full.data.ruleset.switches).toEqual({
    awesome: { state: 'off', rules: [], variants: [], requires: [], clientSide: false },
  });
  const secrets = await stream.nth('secrets');
  expect(secrets.data).toEqual({
    secrets: [
      { id: expect.any(String), secret: expect.any(String), createdAt: expect.any(String) },
    ],
  });

  await set('awesome', { state: 'on' });
  const delta = await stream.nth('delta');
  holder.take(delta);
  expect(delta.data).toMatchObject({
    from: full.id,
    to: await positionNow(),
    release: 2,
    set: { switches: { awesome: { state: 'on' } } },
    remove: {},
  });
  await set('awesome', null);
  const gone = await stream.nth('delta', 2);
  holder.take(gone);
  expect(gone.data).toMatchObject({ set: {}, remove: { switches: ['awesome'] } });
  expect(holder.held?.ruleset.switches).toEqual({});
});

test('a browser key gets no secrets, may stand in the address, and hears of client-side switches', async () => {
  const { open, sdkKey, set, address } = await streaming();
  await set('hidden', { state: 'on' });
  await set('shown', { state: 'on', clientSide: true });
  const { headers } = await sdkKey('browser');
  const secret = headers.authorization.slice('Bearer '.length);
  const stream = await open({}, `?key=${secret}`);
  const { data } = await stream.nth('ruleset');
  expect(Object.keys(data.ruleset.switches)).toEqual(['shown']);
  await set('hidden', { state: 'off' });
  const delta = await stream.nth('delta');
  expect(delta.data).toMatchObject({ set: {}, remove: {}, checksum: data.checksum });
  expect(stream.events.map(({ event }) => event)).not.toContain('secrets');

  const { headers: sent } = await fetch(`${address}/sdk/stream?key=${secret}`);
  expect(sent.get('content-type')).toBe('text/event-stream');
  expect(sent.get('cache-control')).toBe('no-store');
  expect(sent.get('access-control-allow-origin')).toBe('*');
});

test('who is up to date gets a heartbeat, who is behind one delta, anybody else everything', async () => {
  const { open, sdkKey, set, positionNow } = await streaming();
  const { headers } = await sdkKey('browser');
  await set('awesome', { clientSide: true });
  // Deltas are known from when somebody first asked.
  await (await open(headers)).nth('ruleset');
  const old = await positionNow();
  for (const salt of ['one', 'two', 'three']) await set('awesome', { salt });
  const now = await positionNow();
  const first = async (after: string) => {
    const stream = await open({ ...headers, 'last-event-id': after });
    await stream.until(() => stream.events.length > 0);
    const [{ event, data }] = stream.events as [{ event: string; data: Record<string, unknown> }];
    return [event, data.from ?? data.position];
  };
  const [epoch, seq] = now.split(':');
  expect(await first(now)).toEqual(['heartbeat', now]);
  expect(await first(old)).toEqual(['delta', old]);
  expect(await first(`${epoch}:${Number(seq) + 1}`)).toEqual(['ruleset', now]);
  expect(await first(`another:${seq}`)).toEqual(['ruleset', now]);
  expect(await first('nonsense')).toEqual(['ruleset', now]);

  const byQuery = await open(headers, `?after=${now}`);
  expect((await byQuery.nth('heartbeat')).data).toEqual({ position: now });
});

test('heartbeats come again and again, without an id', async () => {
  const { open, sdkKey, positionNow } = await streaming({ stream: { heartbeatMs: 20 } });
  const stream = await open((await sdkKey()).headers);
  const heartbeat = await stream.nth('heartbeat', 3);
  expect(heartbeat).toEqual({ event: 'heartbeat', data: { position: await positionNow() } });
});

test('rotating the secrets tells server SDKs', async () => {
  const { open, sdkKey, admin, base } = await streaming();
  const stream = await open((await sdkKey()).headers);
  const before = await stream.nth('secrets');
  await admin.post(`${base}/secrets`);
  await stream.until(() => stream.events.at(-1)?.data.secrets?.length === 2);
  expect(stream.events.at(-1)?.data.secrets[1]).toEqual(before.data.secrets[0]);
});

test('the stream of a revoked key ends, others go on', async () => {
  const { open, sdkKey, admin, base, set } = await streaming();
  const [revoked, kept] = [await sdkKey(), await sdkKey()];
  const [ending, going] = [await open(revoked.headers), await open(kept.headers)];
  await Promise.all([ending.nth('ruleset'), going.nth('ruleset')]);
  await admin.delete(`${base}/keys/${revoked.id}`);
  await ending.closed();
  await set('awesome', {});
  await going.nth('delta');
  expect(await (await open(revoked.headers)).opened()).toBe(401);
});

test('there are as many streams as are allowed; the next one is told when to come again', async () => {
  const { open, sdkKey, address, streams } = await streaming({ stream: { most: 2 } });
  const { headers } = await sdkKey();
  const two = [await open(headers), await open(headers)];
  await Promise.all(two.map((each) => each.nth('ruleset')));
  expect(streams.sdks.connections()).toEqual({ production: 2 });
  const refused = await fetch(`${address}/sdk/stream`, { headers });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });

  two[0]?.close();
  await expect.poll(() => streams.sdks.connections()).toEqual({ production: 1 });
  await (await open(headers)).nth('ruleset');
});

test('closing ends all streams and lets none in', async () => {
  const { open, sdkKey, streams } = await streaming();
  const { headers } = await sdkKey();
  const stream = await open(headers);
  await stream.nth('ruleset');
  streams.close();
  await stream.closed();
  expect(await (await open(headers)).opened()).toBe(503);
});

test('no release is missed and none comes twice, however streams come and go', async () => {
  const { open, sdkKey, set, publish, positionNow } = await streaming();
  await set('s0', { clientSide: true });
  const keys = [await sdkKey('server'), await sdkKey('browser')];
  const random = seeded(42);
  let isDone = false;

  async function publishAll() {
    for (let index = 0; index < 60; index++) {
      const key = `s${Math.floor(random() * 5)}`;
      if (random() < 0.2) await set(key, null);
      else await set(key, { salt: `p${index}`, clientSide: random() < 0.7 });
      if (random() < 0.3) await new Promise((resolve) => setTimeout(resolve, random() * 10));
    }
    await publish([{ kind: 'segment', key: 'last', set: {} }]);
    isDone = true;
  }

  async function sdk(index: number) {
    const { headers } = keys[index % 2] as (typeof keys)[number];
    const holder = createHolder();
    let connections = 0;
    while (!isDone || holder.position !== (await positionNow())) {
      const { position } = holder;
      const stream = await open({ ...headers, ...(position && { 'last-event-id': position }) });
      connections++;
      const most = 1 + Math.floor(random() * 6);
      let taken = 0;
      await stream.until(() => {
        for (; taken < stream.events.length; taken++) holder.take(stream.events[taken] as never);
        return taken >= most || (isDone && taken > 0);
      });
      stream.close();
    }
    return { connections, release: holder.held?.release };
  }

  const [, ...sdks] = await Promise.all([
    publishAll(),
    ...Array.from({ length: 8 }, (_, i) => sdk(i)),
  ]);
  const release = sdks[0]?.release;
  for (const each of sdks) expect(each.release).toBe(release);
  expect(sdks.reduce((sum, { connections }) => sum + connections, 0)).toBeGreaterThan(16);
});

/** A server with more in its ruleset than sockets hold by themselves, and a client that does not read. */
async function withStalledClient(options?: Options) {
  const app = await streaming(options);
  const { driver, base, sdkKey, address, streams } = app;
  const variants = [{ key: 'v', value: 'x'.repeat(9_900) }];
  const definition = { state: 'off', rules: [], variants, requires: [], clientSide: true };
  const switches = Object.fromEntries(
    Array.from({ length: 600 }, (_, index) => [`s${index}`, definition]),
  );
  const file = { format: 'switchyard-environment', version: 1, switches };
  expect((await driver.post(`${base}/import`, { file })).status).toBe(201);

  const { headers } = await sdkKey('browser');
  const socket = connect(Number(new URL(address).port), '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  let text = '';
  socket.on('error', () => {});
  let hasStalled = false;
  socket.on('data', (chunk) => {
    text += chunk;
    if (hasStalled || !text.includes('event: ruleset')) return;
    // It reads how the answer begins, and then no more.
    hasStalled = true;
    socket.pause();
  });
  socket.write(
    `GET /sdk/stream HTTP/1.1\r\nHost: x\r\nAuthorization: ${headers.authorization}\r\n\r\n`,
  );
  await expect.poll(() => text).toContain('event: ruleset');
  expect(streams.sdks.connections()).toEqual({ production: 1 });
  return { ...app, headers, socket, received: () => text };
}

test('a client that does not read is skipped over releases, then gets everything once', async () => {
  const { set, socket, received, client, headers } = await withStalledClient();
  for (const salt of ['one', 'two', 'three']) await set('s0', { salt });
  const { position: last } = (await client(headers).get('/sdk/ruleset')).body;
  socket.resume();
  await expect.poll(() => received().includes(`id: ${last}\n`), { timeout: 30_000 }).toBe(true);
  expect(received().match(/^event: \w+$/gm)).toEqual(['event: ruleset', 'event: ruleset']);
});

test('a client that takes nothing for too long is cut', async () => {
  const { streams } = await withStalledClient({ stream: { deadlineMs: 200 } });
  await expect.poll(() => streams.sdks.connections(), { timeout: 30_000 }).toEqual({});
});
