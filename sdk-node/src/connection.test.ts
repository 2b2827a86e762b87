import { createServer } from 'node:http';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  checksumOf,
  deltaOf,
  type FakeServer,
  frame,
  messageOf,
  refuse,
} from './testing/fake-server.ts';
import {
  isBetweenPolls,
  passing,
  type Started,
  startClient,
  startServer,
  until,
} from './testing/started.ts';

/** A client that has its first ruleset, with the switch `awesome` on. */
async function running(given: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer();
  const started = startClient(server, given);
  await until(() => expect(started.events).toContain('synced'));
  return { ...started, server };
}

const codes = ({ problems }: Pick<Started, 'problems'>) => problems.map(({ code }) => code);

describe('bad data', () => {
  const good = messageOf({ awesome: { state: 'off' } }, 'epoch:2', 2);

  test.each<[string, string]>([
    ['without a checksum', frame('ruleset', { ...good, checksum: undefined })],
    [
      'with a wrong checksum',
      frame('ruleset', { ...good, checksum: checksumOf(good.ruleset).replace(/./, 'x') }),
    ],
    ['without switches', frame('ruleset', { ...good, ruleset: {} })],
    ['without a position', frame('ruleset', { ...good, position: undefined })],
    ['that is null', frame('ruleset', null)],
    ['that is older', frame('ruleset', messageOf({}, 'epoch:0', 0))],
    ['that is cut short', `event: ruleset\ndata: ${JSON.stringify(good).slice(0, 100)}\n\n`],
    ['that is a page of a proxy', 'event: ruleset\ndata: <html>Sign in</html>\n\n'],
    ['of a heartbeat', frame('heartbeat', { position: 'x' })],
    ['of secrets', frame('secrets', { secrets: [{ id: 1 }] })],
  ])('%s leaves the last good ruleset, and is reported', async (_, bytes) => {
    const started = await running();
    const { server, flags } = started;
    server.streams[0]?.write(bytes);

    await until(() => expect(codes(started)).toEqual(['bad-data']));
    expect(flags.isActive('awesome')).toBe(true);
    server.publish({ another: {} });
    await until(() => expect(flags.isActive('another')).toBe(true));
  });

  test('in a delta makes it ask for the whole', async () => {
    const started = await running();
    const { server, flags } = started;
    const before = server.message;
    const after = server.publish({ another: {} }, { quietly: true });
    server.tell('delta', { ...deltaOf(before, after), checksum: before.checksum });

    await until(() => expect(flags.isActive('another')).toBe(true));
    expect(codes(started)).toEqual(['bad-data']);
    expect(server.count('ruleset')).toBe(1);
    expect(server.streams).toHaveLength(1);
  });

  test('in a delta, and in the whole too, keeps what was there and tries again later', async () => {
    const started = await running();
    const { server, flags, clock } = started;
    const before = server.message;
    const after = server.publish({ another: {} }, { quietly: true });
    server.message = { ...after, checksum: 'wrong' };
    server.tell('delta', { ...deltaOf(before, after), checksum: 'wrong' });

    await until(() => expect(codes(started)).toContain('bad-data'));
    await until(() => expect(server.streams).toHaveLength(0));
    expect(flags.isActive('awesome')).toBe(true);

    server.message = after;
    await passing(clock, 750);
    await until(() => expect(flags.isActive('another')).toBe(true));
  });

  test('is an event without end', async () => {
    const started = await running();
    const { server, flags, clock } = started;
    const [stream] = server.streams;
    const megabyte = Buffer.alloc(1_000_000, 'x');
    stream?.write('event: ruleset\ndata: ');
    const more = () => {
      while (stream && !stream.destroyed && stream.write(megabyte));
    };
    stream?.on('drain', more);
    more();

    await until(() => expect(codes(started)).toEqual(['bad-data']));
    expect(flags.isActive('awesome')).toBe(true);
    await passing(clock, 750);
    await until(() => expect(server.count('stream')).toBe(2));
  });
});

describe('gaps and repetitions', () => {
  test('a delta from elsewhere makes it ask for the whole', async () => {
    const { server, flags } = await running();
    server.publish({ missed: {} }, { quietly: true });
    server.publish({ missed: {}, another: {} });

    await until(() => expect(flags.isActive('another')).toBe(true));
    expect(flags.isActive('missed')).toBe(true);
  });

  test('a delta that was applied already is passed over', async () => {
    const started = await running();
    const { server, flags } = started;
    const before = server.message;
    const after = server.publish({ another: {} });
    server.tell('delta', deltaOf(before, after));
    server.publish({ third: {} });

    await until(() => expect(flags.isActive('third')).toBe(true));
    expect(codes(started)).toEqual([]);
    expect(server.count('ruleset')).toBe(0);
  });

  test('a heartbeat that is ahead makes it ask for the whole', async () => {
    const { server, flags } = await running();
    const { position } = server.publish({ another: {} }, { quietly: true });
    server.tell('heartbeat', { position });
    await until(() => expect(flags.isActive('another')).toBe(true));
  });

  test('a ruleset of another epoch is taken, whatever its number', async () => {
    const { server, flags } = await running();
    server.tell('ruleset', messageOf({ restored: {} }, 'other:0', 0));
    await until(() => expect(flags.isActive('restored')).toBe(true));
  });

  test('unknown events are passed over', async () => {
    const started = await running();
    started.server.tell('candidate', { release: 9 });
    started.server.publish({ another: {} });
    await until(() => expect(started.flags.isActive('another')).toBe(true));
    expect(codes(started)).toEqual([]);
  });

  test('it resumes from where it was', async () => {
    const { server, clock, flags } = await running();
    server.publish({ another: {} });
    await until(() => expect(flags.isActive('another')).toBe(true));
    server.streams[0]?.destroy();
    await passing(clock, 750);
    await until(() => expect(server.count('stream')).toBe(2));
    expect(server.last('stream')?.headers['last-event-id']).toBe('epoch:2');
  });
});

describe('reconnecting', () => {
  test('waits longer each time, up to 30 s, at least half of it', async () => {
    const server = await startServer();
    server.misbehave('stream', refuse(500));
    server.misbehave('ruleset', refuse(500));
    const { clock } = startClient(server, { random: () => 0 });

    const pauses = [500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000];
    for (const [attempts, pause] of pauses.entries()) {
      await until(() => expect(clock.due()).toContain(pause));
      clock.advance(pause - 1);
      expect(server.count('stream')).toBe(attempts + 1);
      clock.advance(1);
      await until(() => expect(server.count('stream')).toBe(attempts + 2));
    }
  });

  test('starts over with short pauses only after a minute of health', async () => {
    const { server, clock } = await running({ random: () => 0 });
    const beat = async () => {
      clock.advance(20_000);
      server.tell('heartbeat', { position: server.message.position });
      await until(() => expect(clock.due()).toContain(60_000));
    };
    const breakIn = async (pause: number) => {
      server.streams[0]?.destroy();
      await passing(clock, pause);
      await until(() => expect(server.streams).toHaveLength(1));
      await until(() => expect(clock.due()).toContain(60_000));
    };
    await breakIn(500);
    await breakIn(1000);
    await beat();
    await beat();
    await breakIn(2000);
    for (let minute = 0; minute < 3; minute++) await beat();
    await breakIn(500);
  });

  test.each([401, 403, 404, 410])(
    'keeps its values on %s, says so once, and comes back in minutes',
    async (status) => {
      const started = await running();
      const { server, flags, clock } = started;
      server.misbehave('stream', refuse(status));
      server.streams[0]?.destroy();
      await passing(clock, 750);
      await until(() => expect(codes(started)).toEqual(['refused']));
      expect(started.problems[0]?.message).toContain(`answered ${status}: Refused with ${status}.`);
      expect(started.problems[0]?.message).toContain('2.5 to 5 minutes');
      expect(flags.isActive('awesome')).toBe(true);

      server.misbehave('stream', undefined);
      await passing(clock, 225_000);
      await until(() => expect(server.streams).toHaveLength(1));
      expect(codes(started)).toEqual(['refused']);
    },
  );

  test('waits as long as the server asks, but not for ever', async () => {
    const server = await startServer();
    const asking = (seconds: string) => refuse(503, { 'retry-after': seconds });
    const after = async (seconds: string) => {
      server.misbehave('stream', asking(seconds));
      server.misbehave('ruleset', asking(seconds));
      const { clock, flags } = startClient(server);
      let due: number[] = [];
      await until(() => {
        due = clock.due().filter((ms) => ![3000, 25_000, 60_000].includes(ms));
        expect(due).toHaveLength(1);
      });
      await flags.close();
      return due[0];
    };
    expect(await after('20')).toBe(20_000);
    expect(await after('0')).toBe(750);
    expect(await after('soon')).toBe(750);
    expect(await after('99999999')).toBe(300_000);
  });
});

describe('a stream that dies without a word', () => {
  test('is given up after 25 s of silence, and another is opened', async () => {
    const { server, clock, flags } = await running();
    clock.advance(24_000);
    server.tell('heartbeat', { position: server.message.position });
    server.publish({ another: {} });
    await until(() => expect(flags.isActive('another')).toBe(true));

    server.publish({ third: {} }, { quietly: true });
    await passing(clock, 25_000);
    await passing(clock, 750);
    await until(() => expect(flags.isActive('third')).toBe(true));
    expect(server.count('stream')).toBe(2);
  });

  test('is noticed when the other end takes the connection and never answers', async () => {
    const sockets: Socket[] = [];
    const server = createTcpServer((socket) => sockets.push(socket));
    const { port } = await listening(server);
    onTestFinished(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });

    const started = startClient({ url: `http://127.0.0.1:${port}` });
    await until(() => expect(sockets).toHaveLength(1));
    await passing(started.clock, 3000);
    await until(() => expect(sockets).toHaveLength(2));
    started.clock.advance(25_000);
    await until(() => expect(codes(started)).toEqual(['unreachable']));
    expect(started.problems[0]?.message).toContain('silent for 25000 ms');
    await passing(started.clock, 750);
    await until(() => expect(sockets).toHaveLength(3));
  });

  test('is told as an error at once, and as recovered when it is over, though nothing was stale', async () => {
    const { server, clock, events, ...started } = await running();
    server.misbehave('stream', refuse(502));
    server.misbehave('ruleset', refuse(502));
    server.streams[0]?.destroy();
    await passing(clock, 750);
    await until(() => expect(codes(started)).toEqual(['unreachable']));
    expect(events).not.toContain('recovered');

    server.misbehave('stream', undefined);
    server.misbehave('ruleset', undefined);
    await passing(clock, 1500);
    await until(() => expect(events.at(-1)).toBe('recovered'));
    expect(events).not.toContain('stale');
  });

  test('makes what is served stale after 60 s, until the server is heard again', async () => {
    const { server, clock, flags, events } = await running();
    server.misbehave('stream', () => undefined);
    server.misbehave('ruleset', () => undefined);
    server.streams[0]?.destroy();
    await passing(clock, 750);
    await until(() => expect(server.count('stream')).toBe(2));
    await passing(clock, 3000);
    await until(() => expect(server.count('ruleset')).toBe(1));
    clock.advance(60_000);
    expect(events).toContain('stale');
    expect(flags.isActive('awesome')).toBe(true);
    expect(await flags.ready()).toMatchObject({ status: 'ready', synced: false });
    const late: unknown[] = [];
    flags.on('stale', ({ since }) => late.push(since));
    await until(() => expect(late).toEqual([expect.any(Date)]));

    server.misbehave('stream', undefined);
    await passing(clock, 1500);
    await until(() => expect(events.slice(-2)).toEqual(['stale', 'recovered']));
    expect(await flags.ready()).toMatchObject({ synced: true });
  });
});

describe('where streams do not get through', () => {
  /** A proxy that keeps what it is sent until the response ends, which it never does. */
  const buffering = (server: FakeServer) =>
    server.misbehave('stream', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    });

  test('it gets the ruleset by asking, soon', async () => {
    const server = await startServer();
    buffering(server);
    const { flags, clock } = startClient(server);
    await until(() => expect(server.count('stream')).toBe(1));
    clock.advance(3000);
    await until(() => expect(flags.isActive('awesome')).toBe(true));
    expect(await flags.ready()).toMatchObject({ source: 'network', synced: true });
  });

  test('it polls every 10 s, says so once, gets secrets, and tries streams again later', async () => {
    const server = await startServer();
    buffering(server);
    const started = startClient(server);
    const { flags, clock, events } = started;
    for (const attempt of [1, 2]) {
      server.publish({ [`attempt-${attempt}`]: {} });
      await until(() => expect(server.count('stream')).toBe(attempt));
      await passing(clock, 3000);
      await until(() => expect(flags.isActive(`attempt-${attempt}`)).toBe(true));
      clock.advance(25_000);
      if (attempt === 1) await passing(clock, 750);
    }
    await until(() => expect(codes(started)).toEqual(['stream-blocked']));
    await until(() => expect(server.count('secrets')).toBe(1));
    expect(server.count('stream')).toBe(2);

    for (let poll = 1; poll <= 3; poll++) {
      const { position } = server.message;
      const asked = server.count('ruleset');
      server.publish({ [`switch-${poll}`]: {} });
      await until(() => expect(isBetweenPolls(clock)).toBe(true));
      clock.advance(10_000);
      await until(() => expect(flags.isActive(`switch-${poll}`)).toBe(true));
      expect(server.count('ruleset')).toBe(asked + 1);
      expect(server.last('ruleset')?.headers['if-none-match']).toBe(`"${position}"`);
    }

    server.misbehave('stream', undefined);
    await until(() => {
      if (isBetweenPolls(clock)) clock.advance(10_000);
      expect(server.streams).toHaveLength(1);
    });
    server.publish({ streamed: {} });
    await until(() => expect(flags.isActive('streamed')).toBe(true));
    expect(codes(started)).toEqual(['stream-blocked']);
    expect(events).not.toContain('stale');
  });

  test.each([
    ['refuses streams', refuse(502)],
    [
      'answers with a page',
      (_: unknown, response: { end(text: string): void }) => response.end('<html>Hello</html>'),
    ],
  ])('it polls when a proxy %s', async (_, answer) => {
    const server = await startServer();
    server.misbehave('stream', answer);
    const started = startClient(server);
    await passing(started.clock, 750);
    await until(() => expect(codes(started)).toEqual(['stream-blocked']));
    expect(started.flags.isActive('awesome')).toBe(true);
  });

  test('a poll that is refused is told, and polling goes on', async () => {
    const server = await startServer();
    server.misbehave('stream', refuse(502));
    const started = startClient(server);
    const { clock, flags } = started;
    await passing(clock, 750);
    await until(() => expect(codes(started)).toEqual(['stream-blocked']));
    server.misbehave('ruleset', (_request, response) => response.end('{"half": '));
    await passing(clock, 10_000);
    await until(() => expect(codes(started)).toEqual(['stream-blocked', 'bad-data']));
    expect(flags.isActive('awesome')).toBe(true);

    server.misbehave('ruleset', undefined);
    server.publish({ another: {} });
    await passing(clock, 10_000);
    await until(() => expect(flags.isActive('another')).toBe(true));
  });

  test('a body that is cut short leaves the last good ruleset', async () => {
    const server = await startServer();
    server.misbehave('stream', refuse(502));
    const started = startClient(server);
    await passing(started.clock, 750);
    await until(() => expect(codes(started)).toEqual(['stream-blocked']));
    server.misbehave('ruleset', (_request, response) => {
      response.writeHead(200, { 'content-length': 100_000 });
      response.write('{"position":', () => response.destroy());
    });
    await passing(started.clock, 10_000);
    await until(() => expect(codes(started)).toEqual(['stream-blocked', 'unreachable']));
    expect(started.flags.isActive('awesome')).toBe(true);
  });
});

describe('redirects', () => {
  const redirect = (location: string) => refuse(307, { location });

  test('on the same server are followed', async () => {
    const server = await startServer();
    server.misbehave('stream', redirect('/moved/sdk/stream2'));
    server.misbehave('stream2' as 'stream', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(frame('ruleset', server.message));
    });
    const { flags } = startClient(server);
    expect(await flags.ready()).toMatchObject({ status: 'ready' });
  });

  test('to another never get the key', async () => {
    const asked: unknown[] = [];
    const other = createServer((request, response) => {
      asked.push(request.headers);
      response.end();
    });
    const { port } = await listening(other);
    onTestFinished(() => void other.close());
    const server = await startServer();
    server.misbehave('stream', redirect(`http://127.0.0.1:${port}/sdk/stream`));
    server.misbehave('ruleset', redirect(`http://127.0.0.1:${port}/sdk/ruleset`));

    const started = startClient(server);
    await until(() => expect(codes(started)).toEqual(['unreachable']));
    expect(started.problems[0]?.message).toContain(`redirects to http://127.0.0.1:${port}`);
    expect(asked).toEqual([]);
  });

  test('in a circle end', async () => {
    const server = await startServer();
    server.misbehave('stream', redirect('/sdk/stream'));
    server.misbehave('ruleset', redirect('/sdk/ruleset'));
    const started = startClient(server);
    await until(() => expect(codes(started)).toEqual(['unreachable']));
  });
});

async function listening(server: Server): Promise<AddressInfo> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server.address() as AddressInfo;
}
