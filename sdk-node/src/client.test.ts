import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageOf } from './testing/fake-server.ts';
import { passing, startClient, startServer, temporaryDirectory, until } from './testing/started.ts';

describe('a client', () => {
  test('gets its switches from the server, and every change of them', async () => {
    const server = await startServer({ awesome: { state: 'off' } });
    const { flags, events } = startClient(server);

    expect(flags.isActive('awesome')).toBe(false);
    expect(await flags.ready()).toEqual({
      status: 'ready',
      source: 'network',
      release: 1,
      synced: true,
    });
    server.publish({ awesome: {}, other: {} });

    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect(events).toEqual(['ready', 'change awesome', 'synced', 'change awesome other']);
  });

  test('says who it is, and asks for what it lacks', async () => {
    const server = await startServer();
    const { flags } = startClient(server);
    await flags.ready();

    const [{ place, headers } = {}] = server.requests;
    expect(place).toBe('stream');
    expect(headers).toMatchObject({
      authorization: 'Bearer sys_test',
      accept: 'text/event-stream',
    });
    expect(headers).not.toHaveProperty('last-event-id');
  });

  test('finds the server below a path', async () => {
    const server = await startServer();
    startClient({ url: `${server.url}/below?a=b#c` });
    await until(() => expect(server.requests[0]?.url).toBe('/below/sdk/stream'));
  });
});

describe('starting while the server is down', () => {
  const stopped = async (switches?: Parameters<typeof startServer>[0]) => {
    const server = await startServer(switches);
    await server.stop();
    return server;
  };

  test('serves the snapshot on disk, and catches up when the server is back', async () => {
    const directory = temporaryDirectory();
    const server = await startServer({ awesome: {} });
    const before = startClient(server, { directory });
    await before.flags.ready();
    await before.flags.close();
    await server.stop();

    const { flags, clock, events, problems } = startClient(server, { directory });
    expect(flags.isActive('awesome')).toBe(true);
    expect(await flags.ready()).toEqual({
      status: 'ready',
      source: 'disk',
      release: 1,
      synced: false,
    });
    await until(() => expect(problems).toMatchObject([{ code: 'unreachable' }]));

    server.publish({ awesome: { state: 'off' } });
    await server.start();
    await passing(clock, 750);
    await until(() => expect(events).toEqual(['ready', 'change awesome', 'synced']));
    expect(await flags.ready()).toMatchObject({ source: 'network', release: 2, synced: true });
  });

  test('serves defaults when there is no snapshot, says so in time, and recovers by itself', async () => {
    const server = await stopped();
    const { flags, clock, events } = startClient(server, {
      defaults: { awesome: false, limit: 3 },
      random: () => 0,
    });

    const waiting = flags.ready({ timeoutMs: 5000 });
    await passing(clock, 500);
    await until(() => expect(clock.due()).toContain(1000));
    await passing(clock, 4500);
    expect(await waiting).toEqual({
      status: 'timeout',
      source: 'none',
      release: undefined,
      synced: false,
    });
    expect(flags.isActive('awesome')).toBe(false);
    expect(flags.isActive('other', {}, true)).toBe(true);
    expect(flags.value('limit', {}, 10)).toBe(3);
    expect(flags.explain('awesome')).toEqual({
      active: false,
      variant: 'off',
      value: false,
      reason: 'ERROR',
      errorCode: 'PROVIDER_NOT_READY',
      release: undefined,
    });

    const again = flags.ready({ timeoutMs: 1e9 });
    await until(() => expect(clock.due()).toContain(2000));
    await server.start();
    await passing(clock, 2000);
    expect(await again).toMatchObject({ status: 'ready', source: 'network' });
    expect(events).toContain('synced');
  });

  test('serves `bootstrap` when there is no snapshot', async () => {
    const { flags } = startClient(await stopped(), {
      bootstrap: messageOf({ awesome: {} }, 'epoch:7', 7),
    });
    expect(flags.isActive('awesome')).toBe(true);
    expect(await flags.ready()).toMatchObject({ status: 'ready', source: 'bootstrap', release: 7 });
  });

  test.each([
    ['of no sense', { hello: 'world' }],
    ['with a wrong checksum', { ...messageOf({ awesome: {} }), checksum: '0'.repeat(64) }],
  ])('reports a `bootstrap` %s, and goes on without', async (_, bootstrap) => {
    const { flags, problems } = startClient(await stopped(), { bootstrap });
    expect(flags.isActive('awesome')).toBe(false);
    await until(() =>
      expect(problems).toContainEqual(expect.objectContaining({ code: 'bad-data' })),
    );
  });
});

describe('the snapshot on disk', () => {
  test('follows what the server says, and never holds secrets or the key', async () => {
    const directory = temporaryDirectory();
    const server = await startServer();
    const { flags } = startClient(server, { directory });
    await flags.ready();
    server.tell('secrets', { secrets: [{ id: 's1', secret: 'very-secret' }] });
    server.publish({ another: {} });
    await until(() => expect(flags.isActive('another')).toBe(true));
    await flags.close();

    const files = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'));
    expect(files).toHaveLength(1);
    expect(files[0]).toContain('another');
    expect(files[0]).not.toMatch(/secret|sys_test/);
  });

  test('is not confused with that of another key', async () => {
    const directory = temporaryDirectory();
    const server = await startServer();
    const { flags } = startClient(server, { directory });
    await flags.ready();
    await flags.close();
    await server.stop();

    const other = startClient(server, { directory, key: 'sys_other' });
    expect(other.flags.isActive('awesome')).toBe(false);
  });
});

describe('ready', () => {
  test('waits no longer than it is told, whatever it is told', async () => {
    const server = await startServer();
    server.misbehave('stream', () => undefined);
    server.misbehave('ruleset', () => undefined);
    const { flags, clock } = startClient(server);

    const waits = [{ timeoutMs: 0 }, { timeoutMs: 5000 }, { timeoutMs: Number.NaN }, undefined].map(
      (options) => flags.ready(options),
    );
    clock.advance(5000);
    for (const wait of waits) expect(await wait).toMatchObject({ status: 'timeout' });
  });

  test('says that the client was closed', async () => {
    const server = await startServer();
    server.misbehave('stream', () => undefined);
    const { flags } = startClient(server);

    const waiting = flags.ready({ timeoutMs: 1e12 });
    void flags.close();
    expect(await waiting).toMatchObject({ status: 'closed', source: 'none' });
    expect(await flags.ready()).toMatchObject({ status: 'closed' });
  });
});

describe('close', () => {
  test('ends the stream, keeps the values, and may be called again', async () => {
    const server = await startServer();
    const { flags, events, clock } = startClient(server);
    await flags.ready();

    await Promise.all([flags.close(), flags.close()]);
    await until(() => expect(server.streams).toHaveLength(0));
    expect(flags.isActive('awesome')).toBe(true);
    expect(events.filter((event) => event === 'close')).toHaveLength(1);
    clock.advance(600_000);
    expect(server.count('stream')).toBe(1);
  });

  test('takes 2 s at most, when the server does not take reports', async () => {
    const server = await startServer();
    server.misbehave('reports', () => undefined);
    const { flags, clock } = startClient(server);
    await flags.ready();

    const closing = flags.close();
    await until(() => expect(server.count('reports')).toBe(1));
    clock.advance(2000);
    await closing;
  });
});

describe('listeners', () => {
  test('that come late are told of what is reached, once, until they leave', async () => {
    const server = await startServer();
    const { flags } = startClient(server);
    await flags.ready();

    const heard: unknown[] = [];
    flags.on('ready', (readiness) => heard.push(readiness));
    flags.on('ready', () => heard.push('never'))();
    await until(() => expect(heard).toMatchObject([{ status: 'ready', release: 1 }]));
    const leave = flags.on('change', ({ keys }) => heard.push(keys));
    server.publish({ awesome: { state: 'off' } });
    await until(() => expect(heard).toHaveLength(2));
    leave();
    server.publish({ awesome: {} });
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect(heard).toHaveLength(2);
  });

  test('that throw are reported and break nothing', async () => {
    const server = await startServer();
    const { flags, problems, events } = startClient(server);
    flags.on('ready', () => {
      throw new Error('one');
    });
    flags.on('ready', async () => {
      throw new Error('two');
    });
    flags.on('error', () => {
      throw new Error('three');
    });
    await flags.ready();

    await until(() =>
      expect(problems.map(({ code, message }) => [code, message])).toEqual([
        ['listener', 'A listener for "ready" failed: one'],
        ['listener', 'A listener for "ready" failed: two'],
      ]),
    );
    server.tell('ruleset', 'nonsense');
    await until(() => expect(problems.at(-1)?.message).toMatch(/"error" failed: three/));
    server.publish({ another: {} });
    await until(() => expect(events.at(-1)).toBe('change awesome another'));
  });

  test('onError that throws breaks nothing either', async () => {
    const server = await startServer();
    const { flags } = startClient(server, {
      onError() {
        throw new Error('as it must');
      },
    });
    await flags.ready();
    server.tell('ruleset', 'nonsense');
    server.publish({ another: {} });
    await until(() => expect(flags.isActive('another')).toBe(true));
  });
});
