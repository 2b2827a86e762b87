import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { messageOf } from './testing/fake-server.ts';
import { passing, startClient, startServer, temporaryDirectory, until } from './testing/started.ts';

class Request {
  readonly user: string;
  constructor(user: string) {
    this.user = user;
  }
}

// With the salt of the fake server u3 is at 21.5 %, u2 at 72.1 %.
const u2 = { targetingKey: 'u2' };
const u3 = { targetingKey: 'u3' };
const after = { old: { state: 'off' }, fresh: {}, calm: {} } as const;
const rollout = (thousandths: number, more = {}) => ({
  switches: after,
  audience: { internal: true, cohorts: ['beta'], thousandths },
  ...more,
});

const identify = (request: object) => ({ targetingKey: (request as Request).user });

/** A client that is told of a candidate, which takes `old` away, brings `fresh`, and is for 50 %. */
async function rollingOut(options: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer({ old: {}, calm: {} });
  server.rollOut(rollout(50_000));
  const client = startClient(server, { identify, ...options });
  await until(() => expect(client.events).toContain('synced'));
  return { server, ...client };
}
type Flags = Awaited<ReturnType<typeof rollingOut>>['flags'];

/** Whether somebody has all of the candidate, or none of it. */
function has(flags: Flags, subject: object): boolean {
  const isIn = flags.isActive('fresh', subject);
  expect(flags.isActive('old', subject)).toBe(!isIn);
  expect(flags.variant('fresh', subject)).toBe(isIn ? 'on' : 'off');
  expect(flags.isActive('calm', subject)).toBe(true);
  return isIn;
}

describe('a candidate', () => {
  test('is served to its share, all of it or nothing, and by every process alike', async () => {
    const { server, flags } = await rollingOut();
    const other = startClient(server, { identify });
    await other.flags.ready();

    let inside = 0;
    for (let at = 0; at < 200; at++) {
      const context = { targetingKey: `user-${at}` };
      const isIn = has(flags, context);
      expect(has(other.flags, context)).toBe(isIn);
      expect(has(flags, new Request(`user-${at}`))).toBe(isIn);
      inside += Number(isIn);
    }
    expect(inside).toBeGreaterThan(60);
    expect(inside).toBeLessThan(140);
    expect(flags.isActive('fresh')).toBe(false);
    expect(flags.isActive('old')).toBe(true);
  });

  test('is told by `explain`: which release decided, and for which arm', async () => {
    const { server, flags } = await rollingOut();
    expect(flags.explain('old', u3)).toMatchObject({ active: false, release: 2, arm: 'canary' });
    expect(flags.explain('old', u2)).toMatchObject({ active: true, release: 1, arm: 'control' });
    expect(flags.explain('old', { ...u2, internal: true })).toMatchObject({ arm: 'chosen' });
    expect(flags.explain('old')).toMatchObject({ active: true, release: 1, arm: 'none' });
    expect(flags.explain('unheard-of', u3)).toMatchObject({ reason: 'ERROR', arm: 'canary' });
    expect(flags.trace('fresh', u3)).toMatchObject({ resolution: { active: true, release: 2 } });
    expect(flags.trace('fresh', u2)).toMatchObject({ resolution: { reason: 'ERROR' } });

    server.rollOut();
    await until(() => expect(flags.explain('old', u3)).not.toHaveProperty('arm'));
  });

  test('goes to more users, arrives, and is never seen to go back', async () => {
    const { server, flags, events } = await rollingOut();
    expect([has(flags, u3), has(flags, u2)]).toEqual([true, false]);
    server.rollOut(rollout(95_000));
    await until(() => expect(has(flags, u2)).toBe(true));
    const last = { targetingKey: 'user-75611' };
    expect([has(flags, u3), has(flags, last)]).toEqual([true, false]);

    server.publish(after);
    await until(() => expect(has(flags, last)).toBe(true));
    expect(flags.explain('fresh', u3).release).toBe(2);
    expect(events.filter((each) => each.startsWith('change'))).toEqual([
      'change old calm fresh',
      'change old fresh',
      'change old fresh',
    ]);
  });

  test('that is called back is served to nobody any more, and listeners know which it was', async () => {
    const { server, flags, events } = await rollingOut();
    const heard: (number | undefined)[] = [];
    flags.on('change', ({ candidate }) => heard.push(candidate));
    server.rollOut(rollout(95_000));
    await until(() => expect(heard).toEqual([2]));
    server.rollOut();
    await until(() => expect(has(flags, u3)).toBe(false));
    expect(heard).toEqual([2, undefined]);
    expect(has(flags, u2)).toBe(false);
    expect(events.at(-1)).toBe('change old fresh');
  });

  test('is built anew when something is killed meanwhile, for the same users', async () => {
    const { server, flags } = await rollingOut();
    const killed = { calm: { state: 'off' } } as const;
    server.publish(
      { old: {}, ...killed },
      { rollout: { ...rollout(50_000), switches: { ...after, ...killed } } },
    );
    await until(() => expect(flags.isActive('calm', u2)).toBe(false));
    expect(flags.isActive('calm', u3)).toBe(false);
    expect([u3, u2].map((user) => flags.isActive('fresh', user))).toEqual([true, false]);
    expect(flags.explain('fresh', u3).release).toBe(3);
  });

  test('that is bad costs nobody the live ruleset, and is reported', async () => {
    const { server, flags, problems, clock } = await rollingOut();
    const bad = rollout(50_000, { checksum: 'wrong' });
    server.publish({ old: {}, calm: {}, newest: {} }, { rollout: bad });
    await until(() => expect(flags.isActive('newest', u3)).toBe(true));
    expect(has(flags, u3)).toBe(false);
    await until(() => expect(problems).toHaveLength(1));
    expect(problems[0]?.code).toBe('bad-data');
    expect(problems[0]?.message).toContain('candidate 3 does not have its checksum');

    clock.advance(20_000);
    server.tell('heartbeat', { position: server.message.position });
    server.rollOut(rollout(50_000));
    await until(() => expect(has(flags, u3)).toBe(true));
    expect(server.count('ruleset')).toBe(0);
    expect(problems).toHaveLength(1);
  });

  test('makes what it brings known, also to those who do not get it', async () => {
    const { server, flags } = await rollingOut();
    flags.isActive('fresh', u2);
    flags.isActive('serach-box', u2);
    await flags.close();
    expect(server.reports.at(-1)).toMatchObject({ asked: ['fresh'], unknown: { 'serach-box': 1 } });
  });

  test('is not what a princess key gets: what rolls out there is all there is', async () => {
    const server = await startServer(after);
    const { flags } = startClient(server);
    await flags.ready();
    expect(has(flags, u2)).toBe(true);
    expect(flags.explain('fresh', u2)).not.toHaveProperty('arm');
  });
});

describe('within a request', () => {
  test('the arm stays as it was found, whatever stage comes meanwhile', async () => {
    const { server, flags, clock } = await rollingOut();
    const request = new Request('u2');
    const snapshot = flags.forRequest(u2);
    expect(has(flags, request)).toBe(false);
    expect(snapshot.isActive('fresh')).toBe(false);

    server.rollOut(rollout(95_000));
    await until(() => expect(has(flags, u2)).toBe(true));
    expect(has(flags, request)).toBe(false);
    expect(flags.explain('fresh', request)).toMatchObject({ release: 1, arm: 'control' });
    expect(snapshot.isActive('old')).toBe(true);

    for (let beat = 0; beat < 3; beat++) {
      server.tell('heartbeat', { position: server.message.position });
      await until(() => expect(clock.due()).toContain(60_000));
      clock.advance(20_000);
    }
    expect(has(flags, request)).toBe(true);
  });
});

describe('silence of 60 s', () => {
  /** Streams and polls bring nothing from now on, and a minute passes. */
  async function silenced() {
    const started = await rollingOut();
    const { server, clock, events } = started;
    const early = new Request('u3');
    const asked = new Request('u3');
    const snapshot = started.flags.forRequest(new Request('u3'));
    expect([early, asked].map((each) => has(started.flags, each))).toEqual([true, true]);
    expect(snapshot.isActive('fresh')).toBe(true);

    server.misbehave('stream', () => undefined);
    server.misbehave('ruleset', () => undefined);
    server.streams[0]?.destroy();
    await passing(clock, 750);
    await until(() => expect(server.count('stream')).toBe(2));
    clock.advance(59_000);
    expect(has(started.flags, u3)).toBe(true);
    clock.advance(250);
    expect(events.slice(-2)).toEqual(['stale', 'change old fresh']);
    return { ...started, early, asked, snapshot };
  }

  test('takes the candidate from everybody, from requests that run as well', async () => {
    const { flags, asked, snapshot } = await silenced();
    for (const subject of [u3, asked, new Request('u3'), { ...u2, internal: true }]) {
      expect(has(flags, subject)).toBe(false);
    }
    expect(snapshot.isActive('fresh')).toBe(false);
    expect(snapshot.variant('old')).toBe('on');
    expect(flags.explain('old', u3)).toMatchObject({ active: true, release: 1, arm: 'none' });
  });

  test('is over when the server is heard again; a request that was told otherwise stays with that', async () => {
    const { server, flags, clock, events, early, asked, snapshot } = await silenced();
    expect(has(flags, asked)).toBe(false);
    expect(snapshot.isActive('fresh')).toBe(false);

    server.misbehave('stream', undefined);
    server.misbehave('ruleset', undefined);
    await until(() => {
      clock.advance(1000);
      expect(server.streams).toHaveLength(1);
    });
    await until(() => expect(events.slice(-2)).toEqual(['recovered', 'change old fresh']));
    expect([u3, new Request('u3'), early].map((each) => has(flags, each))).toEqual([
      true,
      true,
      true,
    ]);
    expect(has(flags, asked)).toBe(false);
    expect(snapshot.isActive('fresh')).toBe(false);
  });
});

describe('what is put away', () => {
  test('on disk is only what is live, and the server is asked anew for the rest', async () => {
    const directory = temporaryDirectory();
    const { server, flags } = await rollingOut({ directory });
    await flags.close();
    const [file = ''] = readdirSync(directory);
    expect(readFileSync(join(directory, file), 'utf8')).not.toContain('fresh');

    await server.stop();
    const offline = startClient(server, { directory });
    expect(await offline.flags.ready()).toMatchObject({ source: 'disk', release: 1 });
    expect(has(offline.flags, u3)).toBe(false);
    expect(offline.flags.explain('old', u3)).not.toHaveProperty('arm');

    await server.start();
    const online = startClient(server, { directory });
    expect(has(online.flags, u3)).toBe(false);
    await until(() => expect(has(online.flags, u3)).toBe(true));
    expect(server.last('stream')?.headers).not.toHaveProperty('last-event-id');
    expect(online.problems).toEqual([]);
  });

  test('on disk while nothing rolls out is gone on from', async () => {
    const directory = temporaryDirectory();
    const { server, flags } = await rollingOut({ directory });
    server.rollOut();
    await until(() => expect(has(flags, u3)).toBe(false));
    await flags.close();
    const { events } = startClient(server, { directory });
    await until(() => expect(events).toContain('synced'));
    expect(server.last('stream')?.headers['last-event-id']).toBe('epoch:3');
  });

  test('for bootstrapping is only what is live', async () => {
    const server = await startServer();
    await server.stop();
    const bootstrap = messageOf({ old: {}, calm: {} }, 'epoch:7', 7, rollout(100_000));
    const { flags, problems } = startClient(server, { bootstrap });
    expect(await flags.ready()).toMatchObject({ source: 'bootstrap', release: 7 });
    expect(has(flags, u3)).toBe(false);
    expect(problems.filter(({ code }) => code === 'bad-data')).toEqual([]);
  });
});
