import { expect, test } from 'vitest';
import { optInSequences, optIns } from '../cohorts/tables.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { follow } from '../testing/sse.ts';

async function streaming(stream: NonNullable<Parameters<typeof production>[0]>['stream'] = {}) {
  const app = await production({ stream });
  const { base, publish, developer, sdkKey, client } = app;
  await publish([{ kind: 'cohort', key: 'c', set: { title: 'C', open: true } }]);
  const address = await listening(app);
  const { headers } = await sdkKey();
  const sdk = client(headers);
  return {
    ...app,
    join: (user: string) => developer.request('PUT', `${base}/cohorts/c/members/${user}`),
    leave: (user: string) => developer.delete(`${base}/cohorts/c/members/${user}`),
    since: async (after?: string) =>
      (await sdk.get(`/sdk/members${after === undefined ? '' : `?after=${after}`}`)).body,
    open: async (key: Record<string, string> = headers) => {
      const stream = await follow(`${address}/sdk/stream`, key);
      const members = async (count: number) => (await stream.nth('members', count)).data;
      await stream.nth('ruleset');
      return { stream, members };
    },
  };
}

test('server SDKs are told where memberships stand, then who joins and leaves', async () => {
  const { join, leave, since, open } = await streaming({ membersMs: 0 });
  await join('a');
  const { members, stream } = await open();
  const { to } = await since();
  expect(await members(1)).toEqual({ to });
  await join('b');
  const joined = await members(2);
  expect(joined).toEqual({ from: to, to: expect.any(String), changes: [['c', 'b', true]] });
  await leave('a');
  expect(await members(3)).toMatchObject({ from: joined.to, changes: [['c', 'a', false]] });
  expect(stream.events.filter(({ event, id }) => event === 'members' && id)).toEqual([]);
});

test('browser keys never are', async () => {
  const { join, open, sdkKey, set } = await streaming({ membersMs: 0 });
  const [browser, server] = [await open((await sdkKey('browser')).headers), await open()];
  await join('a');
  await server.members(2);
  await set('awesome', { clientSide: true });
  await browser.stream.nth('delta');
  expect(browser.stream.events.map(({ event }) => event)).toEqual(['ruleset', 'delta']);
});

test('who joins in quick succession is told without a gap', async () => {
  const { join, since, open } = await streaming({ membersMs: 100 });
  const { members, stream } = await open();
  let { to } = await members(1);
  const users = Array.from({ length: 40 }, (_, index) => `u${index}`);
  for (const user of users) await join(user);
  const last = (await since()).to;
  await stream.until(() => stream.events.at(-1)?.data.to === last);
  const told = stream.events.filter(({ event }) => event === 'members').slice(1);
  for (const { data } of told) {
    expect(data.from).toBe(to);
    to = data.to;
  }
  expect(told.flatMap(({ data }) => data.changes.map(([, user]: string[]) => user))).toEqual(users);
});

test('many at once are for SDKs to fetch', async () => {
  const { work, since, open } = await streaming({ membersMs: 0, recheckMs: 50 });
  const { members } = await open();
  const { to: from } = await members(1);
  // As another process does that dies before it can say so.
  await work(async ({ tx, now }) => {
    const same = { environment: 'production', cohort: 'c', isMember: true, at: now, by: 'api' };
    const rows = Array.from({ length: 300 }, (_, index) => ({
      ...same,
      userKey: `u${index}`,
      seq: index + 1,
    }));
    await tx.insert(optIns).values(rows);
    await tx.insert(optInSequences).values({ environment: 'production', seq: 300, floor: 0 });
  });
  const { to, ...rest } = await members(2);
  expect(rest).toEqual({});
  expect((await since(from)).changes).toHaveLength(300);
  expect((await since(from)).to).toBe(to);
});
