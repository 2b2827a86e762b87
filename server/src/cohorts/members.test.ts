import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import { seeded } from '../testing/seeded.ts';
import { createMemberships, type Page } from './memberships.ts';

const DAY = 24 * 60 * 60 * 1000;

async function syncing() {
  const app = await production();
  const { base, publish, developer, sdkKey, client, runner } = app;
  await publish([{ kind: 'cohort', key: 'c', set: { title: 'C', open: true } }]);
  const sdk = client((await sdkKey()).headers);
  const members = `${base}/cohorts/c/members`;
  return {
    ...app,
    join: (user: string) => developer.request('PUT', `${members}/${user}`),
    leave: (user: string) => developer.delete(`${members}/${user}`),
    forget: createMemberships(runner).forget,
    get: async (after?: string, limit?: number): Promise<Page> => {
      const query = new URLSearchParams({
        ...(after !== undefined && { after }),
        ...(limit !== undefined && { limit: `${limit}` }),
      });
      const { status, body } = await sdk.get(`/sdk/members?${query}`);
      expect(status).toBe(200);
      return body;
    },
  };
}

/** Follows memberships as an SDK does. */
function createFollower(get: (after?: string, limit?: number) => Promise<Page>) {
  let after: string | undefined;
  let resets = 0;
  const users = new Set<string>();
  return {
    users,
    resets: () => resets,
    async step(limit: number): Promise<boolean> {
      const page = await get(after, limit);
      if (page.reset) {
        users.clear();
        resets++;
      } else if (after !== undefined) expect(page.from).toBe(after);
      for (const [, user, isMember] of page.changes) {
        if (isMember) users.add(user);
        else users.delete(user);
      }
      after = page.to;
      return page.more;
    },
    async all(limit: number): Promise<void> {
      while (await this.step(limit));
    },
  };
}

test('where nobody ever joined there is nothing, at 0', async () => {
  const { get } = await syncing();
  const page = await get();
  expect(page).toEqual({ from: page.to, to: page.to, more: false, changes: [] });
  expect(page.to).toMatch(/^[a-z0-9]+:0$/);
});

test('an SDK gets everything in pages, then only what changed', async () => {
  const { join, leave, get } = await syncing();
  for (const user of ['a', 'b', 'c']) await join(user);
  const first = await get(undefined, 2);
  expect(first).toMatchObject({
    more: true,
    changes: [
      ['c', 'a', true],
      ['c', 'b', true],
    ],
  });
  await leave('a');
  const second = await get(first.to, 2);
  expect(second).toMatchObject({
    from: first.to,
    more: false,
    changes: [
      ['c', 'c', true],
      ['c', 'a', false],
    ],
  });
  expect(second.to).toMatch(/^[a-z0-9]+:4$/);
  await join('d');
  const next = await get(second.to);
  expect(next).toMatchObject({ from: second.to, more: false, changes: [['c', 'd', true]] });
});

test.each(['other:1', 'nonsense', '', 'e-1:1'])(
  'from a place that is not of this sequence (%s) it begins anew',
  async (after) => {
    const { join, get } = await syncing();
    await join('a');
    expect(await get(after)).toMatchObject({ reset: true, changes: [['c', 'a', true]] });
  },
);

test('from a place that has not been reached it begins anew', async () => {
  const { join, get } = await syncing();
  await join('a');
  const { to } = await get();
  expect(await get(`${to}0`)).toMatchObject({ reset: true, to });
});

test('who was away while somebody was forgotten begins anew, and who fetches everything goes on', async () => {
  const { join, leave, get, forget, clock } = await syncing();
  for (const user of ['a', 'b', 'c', 'd']) await join(user);
  const away = createFollower(get);
  await away.all(10);
  await leave('a');
  await leave('c');
  const { to: here } = await get();
  clock.advance(DAY);
  const fetching = createFollower(get);
  expect(await fetching.step(1)).toBe(true);
  await forget();
  expect(await get(here)).toMatchObject({ from: here, to: here, changes: [] });
  await fetching.all(1);
  await away.all(1);
  expect([fetching.resets(), away.resets()]).toEqual([0, 1]);
  for (const { users } of [fetching, away]) expect([...users].sort()).toEqual(['b', 'd']);
});

test('whoever follows, in whatever steps, ends with who is in', async () => {
  const { join, leave, get, forget, clock } = await syncing();
  const random = seeded(7);
  const pick = (most: number) => Math.floor(random() * most);
  const members = new Set<string>();
  const followers = Array.from({ length: 4 }, () => createFollower(get));
  for (let index = 0; index < 150; index++) {
    const user = `u${pick(12)}`;
    if (random() < 0.55) {
      await join(user);
      members.add(user);
    } else {
      await leave(user);
      members.delete(user);
    }
    if (random() < 0.3) await followers[pick(4)]?.step(1 + pick(5));
    if (random() < 0.1) clock.advance(DAY / 2);
    if (random() < 0.1) await forget();
  }
  for (const follower of followers) {
    await follower.all(3);
    expect([...follower.users].sort()).toEqual([...members].sort());
  }
});

test('browser keys are not told who is in', async () => {
  const { sdkKey, client } = await syncing();
  const { headers } = await sdkKey('browser');
  expect((await client(headers).get('/sdk/members')).status).toBe(403);
});
