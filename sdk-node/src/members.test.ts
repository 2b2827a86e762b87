import type { Switch } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { refuse } from './testing/fake-server.ts';
import { isBetweenPolls, passing, startClient, startServer, until } from './testing/started.ts';

const forBeta: Partial<Switch> = {
  state: 'conditional',
  rules: [{ id: 'r1', conditions: [{ type: 'in-cohort', cohort: 'beta' }], serve: 'on' }],
};
const joined = (...users: string[]) => users.map((user) => ['beta', user, true] as const);
const left = (...users: string[]) => users.map((user) => ['beta', user, false] as const);

/** A client that knows of one member, alice. */
async function started(options: Parameters<typeof startClient>[1] = {}) {
  const server = await startServer({ forBeta });
  server.members.change(joined('alice'));
  const client = startClient(server, options);
  const isMember = (targetingKey: string) => client.flags.isActive('forBeta', { targetingKey });
  await until(() => expect(isMember('alice')).toBe(true));
  return { server, isMember, ...client };
}

describe('members', () => {
  test('are fetched after connecting, page by page', async () => {
    const server = await startServer({ forBeta });
    const users = Array.from({ length: 25 }, (_, at) => `user-${at}`);
    server.members.change(joined(...users));
    server.members.most = 10;
    const { flags, problems } = startClient(server);
    const known = () => users.filter((targetingKey) => flags.isActive('forBeta', { targetingKey }));
    await until(() => expect(known()).toEqual(users));
    expect(flags.isActive('forBeta', { targetingKey: 'mallory' })).toBe(false);
    expect(server.count('members')).toBe(3);
    expect(problems).toEqual([]);
  });

  test('come and go with the stream, without being asked for', async () => {
    const { server, isMember } = await started();
    server.members.change([...joined('bob'), ...left('alice'), ['other', 'carol', true]]);
    await until(() => expect(isMember('bob')).toBe(true));
    expect([isMember('alice'), isMember('carol')]).toEqual([false, false]);
    expect(server.count('members')).toBe(1);
  });

  test('are asked for when the stream only says that there is more, or does not go on from there', async () => {
    const { server, isMember } = await started();
    server.members.change(joined('bob'), 'told');
    await until(() => expect(isMember('bob')).toBe(true));
    server.members.change(joined('carol'), 'quietly');
    server.members.change(left('bob'));
    await until(() => expect(isMember('carol')).toBe(true));
    expect(isMember('bob')).toBe(false);
    expect(server.count('members')).toBe(3);
    expect(server.last('members')?.url).toContain('after=epoch%3A2');
  });

  test('are not asked for where nothing is lacking', async () => {
    const { server, isMember, clock } = await started();
    server.tell('members', { to: 'epoch:1' });
    server.tell('members', { from: 'epoch:0', to: 'epoch:1', changes: left('alice') });
    server.streams[0]?.destroy();
    await passing(clock, 750);
    await until(() => expect(server.streams).toHaveLength(1));
    server.members.change(joined('bob'));
    await until(() => expect(isMember('bob')).toBe(true));
    expect(isMember('alice')).toBe(true);
    expect(server.count('members')).toBe(1);
  });

  test('that came while others were fetched are not forgotten', async () => {
    const { server, isMember } = await started();
    server.misbehave('members', (_request, response) => {
      const page = server.members.page('epoch:1', 10);
      server.misbehave('members', undefined);
      server.members.change(joined('carol'));
      setTimeout(() => response.end(JSON.stringify(page)), 50);
    });
    server.members.change(joined('bob'), 'told');
    await until(() => expect([isMember('bob'), isMember('carol')]).toEqual([true, true]));
  });

  test('of a database that was restored take the place of the old ones all at once', async () => {
    const { server, isMember } = await started();
    server.members.most = 1;
    const seen = new Set<string>();
    server.misbehave('members', (request, response) => {
      const after = new URL(request.url ?? '', server.url).searchParams.get('after');
      seen.add(`${isMember('alice')} ${isMember('bob')} ${isMember('carol')}`);
      response.end(JSON.stringify(server.members.page(after, 1)));
    });
    server.members.restore('other', [...joined('bob'), ...joined('carol')]);
    await until(() => expect(isMember('carol')).toBe(true));
    expect([isMember('alice'), isMember('bob')]).toEqual([false, true]);
    expect([...seen]).toEqual(['true false false']);

    server.members.change(left('bob'));
    await until(() => expect(isMember('bob')).toBe(false));
  });

  test('stay when the server is away, and are completed later', async () => {
    const { server, isMember, problems, clock } = await started();
    server.misbehave('members', refuse(503));
    server.members.change(joined('bob'), 'told');
    await until(() => expect(problems).toHaveLength(1));
    expect(problems[0]).toMatchObject({ code: 'unreachable' });
    await passing(clock, 750);
    await until(() => expect(server.count('members')).toBe(3));
    expect([isMember('alice'), isMember('bob')]).toEqual([true, false]);

    server.misbehave('members', undefined);
    await passing(clock, 1500);
    await until(() => expect(isMember('bob')).toBe(true));
    expect(problems).toHaveLength(1);
  });

  test.each<[string, unknown]>([
    ['that is no page', { hello: 'world' }],
    ['with a change that is none', { from: 'epoch:1', to: 'epoch:2', changes: [['beta', 'bob']] }],
    ['without positions', { changes: [] }],
    ['from elsewhere', { from: 'epoch:7', to: 'epoch:8', changes: left('alice') }],
    ['that does not end', { from: 'epoch:1', to: 'epoch:1', more: true, changes: [] }],
  ])('are kept on an answer %s, and fetched from the start', async (_, page) => {
    const { server, isMember, problems, clock } = await started();
    server.misbehave('members', (_request, response) => response.end(JSON.stringify(page)));
    server.members.change(joined('bob'), 'told');
    await until(() => expect(problems).toMatchObject([{ code: 'bad-data' }]));
    expect([isMember('alice'), isMember('bob')]).toEqual([true, false]);

    server.misbehave('members', undefined);
    await passing(clock, 750);
    await until(() => expect(isMember('bob')).toBe(true));
    expect(isMember('alice')).toBe(true);
    expect(server.last('members')?.url).not.toContain('after');
  });

  test('are polled where streams do not get through', async () => {
    const server = await startServer({ forBeta });
    server.misbehave('stream', refuse(502));
    server.members.change(joined('alice'));
    const { flags, clock, problems } = startClient(server);
    const isMember = (targetingKey: string) => flags.isActive('forBeta', { targetingKey });
    await passing(clock, 750);
    await until(() => expect(isMember('alice')).toBe(true));
    server.members.change(joined('bob'));
    await until(() => {
      if (isBetweenPolls(clock)) clock.advance(10_000);
      expect(isMember('bob')).toBe(true);
    });
    expect(problems.map(({ code }) => code)).toEqual(['stream-blocked']);
  });

  test('are none, without a word, where the server knows of none', async () => {
    const server = await startServer({ forBeta });
    server.misbehave('members', refuse(404));
    server.members.change(joined('alice'));
    const { flags, problems } = startClient(server);
    await until(() => expect(server.count('members')).toBe(1));
    await flags.close();
    expect(flags.isActive('forBeta', { targetingKey: 'alice' })).toBe(false);
    expect(problems).toEqual([]);
  });

  test('have a candidate that is for their cohort', async () => {
    const { server, flags } = await started();
    server.rollOut({ switches: { fresh: {} }, audience: { cohorts: ['beta'], thousandths: 0 } });
    await until(() => expect(flags.isActive('fresh', { targetingKey: 'alice' })).toBe(true));
    expect(flags.explain('fresh', { targetingKey: 'alice' })).toMatchObject({ arm: 'chosen' });
    expect(flags.isActive('fresh', { targetingKey: 'bob' })).toBe(false);
    server.members.change(left('alice'));
    await until(() => expect(flags.isActive('fresh', { targetingKey: 'alice' })).toBe(false));
  });
});
