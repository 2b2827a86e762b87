import { describe, expect, test } from 'vitest';
import { refuse } from './testing/fake-server.ts';
import { passing, startClient, startServer, until } from './testing/started.ts';

/** With the chance of `started`: unlike any other time that a client waits for. */
const PERIOD_MS = 21_000;

/** A client that has sent its first report. */
async function started(options: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer({ awesome: {}, other: {} });
  const client = startClient(server, { random: () => 0.75, ...options });
  await client.flags.ready();
  await until(() => expect(server.reports).toHaveLength(1));
  /** Until the next report. The stream goes on all the while. */
  const period = async () => {
    await until(() => expect(client.clock.due()).toContain(PERIOD_MS));
    server.tell('heartbeat', { position: server.message.position });
    await until(() => expect(client.clock.due()).toContain(60_000));
    client.clock.advance(PERIOD_MS);
  };
  return { server, period, ...client };
}

describe('reports', () => {
  test('begin right after connecting, and go on every 20 s: who is there with what', async () => {
    const { server, events, period } = await started({
      app: 'web',
      version: '2.4.1',
      instance: 'web-1',
    });
    const about = { instance: 'web-1', app: 'web', version: '2.4.1', asked: [], unknown: {} };
    const [{ sequence: first }] = server.reports as [{ sequence: number }];
    expect(server.reports).toEqual([{ ...about, sequence: first, position: 'epoch:1' }]);

    server.publish({ awesome: {} });
    await until(() => expect(events.at(-1)).toBe('change other'));
    for (const count of [2, 3]) {
      await period();
      await until(() => expect(server.reports).toHaveLength(count));
      const sequence = first + count - 1;
      expect(server.reports.at(-1)).toEqual({ ...about, sequence, position: 'epoch:2' });
    }
  });

  test('begin anew with each connection', async () => {
    const { server, clock } = await started();
    server.streams[0]?.destroy();
    await passing(clock, 875);
    await until(() => expect(server.reports).toHaveLength(2));
    await until(() => expect(clock.due().filter((ms) => ms === PERIOD_MS)).toHaveLength(1));
  });

  test('say what was asked for', async () => {
    const { server, flags, period } = await started();
    flags.isActive('awesome');
    flags.variant('awesome', { targetingKey: 'u' });
    for (let count = 0; count < 3; count++) flags.isActive('serach-box');
    flags.forRequest().isActive('__proto__');

    await period();
    await until(() => expect(server.reports).toHaveLength(2));
    expect(server.reports[1]).toMatchObject({
      asked: ['awesome'],
      unknown: JSON.parse('{"serach-box":3,"__proto__":1}'),
    });
  });

  test('name at most 100 unknown keys, none too long, and none before there is a ruleset', async () => {
    const server = await startServer();
    server.misbehave('stream', () => undefined);
    const { flags, clock } = startClient(server);
    flags.isActive('too-early');
    flags.isActive('x'.repeat(201));
    clock.advance(3000);
    await flags.ready();
    await until(() => expect(server.reports).toMatchObject([{ asked: [], unknown: {} }]));

    flags.isActive('x'.repeat(201));
    flags.isActive('');
    flags.isActive(undefined as never);
    for (let count = 0; count < 200; count++) flags.isActive(`unknown-${count}`);
    flags.isActive('unknown-7');
    await flags.close();

    const { unknown } = server.reports[1] as { unknown: Record<string, number> };
    expect(Object.keys(unknown)).toHaveLength(100);
    expect(unknown['unknown-7']).toBe(2);
  });

  test('that were not acknowledged are repeated as they were, and followed by what came since', async () => {
    const { server, flags, clock, period } = await started();
    server.misbehave('reports', refuse(503));
    flags.isActive('awesome');
    await period();
    await until(() => expect(server.count('reports')).toBe(2));
    await until(() => expect(clock.due()).toContain(PERIOD_MS));

    flags.isActive('other');
    server.misbehave('reports', undefined);
    await period();
    await until(() => expect(server.reports).toHaveLength(3));
    const first = sequenceOf(server.reports[0]);
    expect(server.reports.slice(1)).toMatchObject([
      { sequence: first + 1, asked: ['awesome'] },
      { sequence: first + 2, asked: ['other'] },
    ]);
  });

  test('say at last that the client is closed', async () => {
    const { server, flags, clock } = await started();
    flags.isActive('awesome');
    await flags.close();
    expect(server.reports).toMatchObject([{ asked: [] }, { asked: ['awesome'], leaves: true }]);
    expect(server.reports[0]).not.toHaveProperty('leaves');
    expect(clock.due()).not.toContain(PERIOD_MS);
  });

  test('of a process that takes the place of another go on where those ended', async () => {
    const { server, flags, clock } = await started({ instance: 'web-1' });
    await flags.close();
    clock.advance(1000);
    const next = startClient(server, { instance: 'web-1', clock });
    await next.flags.ready();
    await until(() => expect(server.reports).toHaveLength(3));
    expect(sequenceOf(server.reports[2])).toBeGreaterThan(sequenceOf(server.reports[1]));
  });

  test('are dropped without a word by a server that has none, and with one by one that refuses', async () => {
    const { server, clock, problems, period } = await started();
    const told = () => problems.filter(({ code }) => code === 'reports');
    const report = async () => {
      const sent = server.count('reports');
      await period();
      await until(() => expect(server.count('reports')).toBe(sent + 1));
      await until(() => expect(clock.due()).toContain(PERIOD_MS));
    };
    server.misbehave('reports', refuse(404));
    await report();
    expect(told()).toEqual([]);

    server.misbehave('reports', undefined);
    await report();
    expect(sequenceOf(server.reports.at(-1))).toBe(sequenceOf(server.reports[0]) + 2);
    server.misbehave('reports', refuse(422));
    await report();
    await report();
    await until(() => expect(told()).toHaveLength(1));
  });
});

const sequenceOf = (report: unknown) => (report as { sequence: number }).sequence;
