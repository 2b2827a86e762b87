import { describe, expect, test } from 'vitest';
import { refuse } from './testing/fake-server.ts';
import { startClient, startServer, until } from './testing/started.ts';

const PERIOD_MS = 67_500; // 60 s and half of the 15 s that chance may add.

async function started(options: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer({ awesome: {}, other: {} });
  const client = startClient(server, options);
  await client.flags.ready();
  return { server, ...client };
}

describe('reports', () => {
  test('say what was asked for, and by whom', async () => {
    const about = { app: 'web', version: '2.4.1', instance: 'web-1' };
    const { server, flags, clock } = await started(about);
    flags.isActive('awesome');
    flags.variant('awesome', { targetingKey: 'u' });
    for (let count = 0; count < 3; count++) flags.isActive('serach-box');
    flags.forRequest().isActive('__proto__');

    clock.advance(PERIOD_MS);
    await until(() => expect(server.reports).toHaveLength(1));
    expect(JSON.stringify(server.reports[0])).toBe(
      JSON.stringify({
        ...{ instance: 'web-1', app: 'web', version: '2.4.1' },
        sequence: 1,
        position: 'epoch:1',
        asked: ['awesome'],
        unknown: JSON.parse('{"serach-box":3,"__proto__":1}'),
      }),
    );
  });

  test('are sent again only when there is something new to say', async () => {
    const { server, flags, clock } = await started();
    clock.advance(PERIOD_MS);
    await until(() => expect(server.reports).toHaveLength(1));
    await until(() => expect(clock.due()).toContain(PERIOD_MS));

    clock.advance(PERIOD_MS);
    await until(() => expect(clock.due()).toContain(PERIOD_MS));
    flags.isActive('other');
    clock.advance(PERIOD_MS);
    await until(() => expect(server.reports).toHaveLength(2));
    expect(server.reports[1]).toMatchObject({ sequence: 2, asked: ['other'], unknown: {} });
  });

  test('name at most 100 unknown keys, none too long, and none before there is a ruleset', async () => {
    const server = await startServer();
    server.misbehave('stream', () => undefined);
    const { flags, clock } = startClient(server);
    flags.isActive('too-early');
    clock.advance(3000);
    await flags.ready();

    flags.isActive('x'.repeat(201));
    flags.isActive('');
    flags.isActive(undefined as never);
    for (let count = 0; count < 200; count++) flags.isActive(`unknown-${count}`);
    flags.isActive('unknown-7');
    await flags.close();

    const { unknown } = server.reports[0] as { unknown: Record<string, number> };
    expect(Object.keys(unknown)).toHaveLength(100);
    expect(unknown['unknown-7']).toBe(2);
  });

  test('that were not acknowledged are repeated as they were', async () => {
    const { server, flags, clock } = await started();
    server.misbehave('reports', refuse(503));
    flags.isActive('awesome');
    clock.advance(PERIOD_MS);
    await until(() => expect(server.count('reports')).toBe(1));
    await until(() => expect(clock.due()).toContain(PERIOD_MS));

    flags.isActive('other');
    server.misbehave('reports', undefined);
    clock.advance(PERIOD_MS);
    await until(() => expect(server.reports).toHaveLength(1));
    await flags.close();
    expect(server.reports).toMatchObject([
      { sequence: 1, asked: ['awesome'] },
      { sequence: 2, asked: ['other'] },
    ]);
  });

  test('are sent when the client is closed', async () => {
    const { server, flags } = await started();
    flags.isActive('awesome');
    await flags.close();
    expect(server.reports).toMatchObject([{ asked: ['awesome'] }]);
  });

  test('are dropped without a word by a server that has none, and with one by one that refuses', async () => {
    const { server, flags, clock, problems } = await started();
    const refuseOnce = async (status: number) => {
      const asked = server.count('reports');
      server.misbehave('reports', refuse(status));
      flags.isActive('awesome');
      clock.advance(PERIOD_MS);
      await until(() => expect(server.count('reports')).toBe(asked + 1));
      await until(() => expect(clock.due()).toContain(PERIOD_MS));
    };
    const told = () => problems.filter(({ code }) => code === 'reports');
    await refuseOnce(404);
    expect(told()).toEqual([]);

    server.misbehave('reports', undefined);
    flags.isActive('awesome');
    clock.advance(PERIOD_MS);
    await until(() => expect(server.reports).toMatchObject([{ sequence: 2 }]));
    await until(() => expect(clock.due()).toContain(PERIOD_MS));
    await refuseOnce(422);
    await refuseOnce(422);
    await until(() => expect(told()).toHaveLength(1));
  });
});
