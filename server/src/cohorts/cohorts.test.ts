import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import * as cohorts from './service.ts';

const DAY = 24 * 60 * 60 * 1000;

async function withCohort(set: object = {}, options: Parameters<typeof production>[0] = {}) {
  const app = await production(options);
  const { base, publish, developer, sdkKey, client, runner } = app;
  const define = (fields: object | null) =>
    publish([{ kind: 'cohort', key: 'bleeding-edge', set: fields }]);
  await define({ title: 'Bleeding edge', open: true, ...set });
  const members = `${base}/cohorts/bleeding-edge/members`;
  const sdk = client((await sdkKey()).headers);
  return {
    ...app,
    members,
    define,
    join: (user: string, cohort = 'bleeding-edge') =>
      developer.request('PUT', `${base}/cohorts/${cohort}/members/${encodeURIComponent(user)}`),
    leave: (user: string) => developer.delete(`${members}/${encodeURIComponent(user)}`),
    optIns: (user: string) => `${base}/users/${encodeURIComponent(user)}/opt-ins`,
    list: async (query = '') => (await developer.get(`${members}${query}`)).body,
    sync: async (query = '') => (await sdk.get(`/sdk/members${query}`)).body,
    forget: cohorts.createMemberships(runner).forget,
  };
}

test('who joins is in until they leave, once', async () => {
  const { join, leave, list, clock } = await withCohort();
  const joined = await join('user-1');
  expect(joined).toMatchObject({
    status: 200,
    body: { cohort: 'bleeding-edge', user: 'user-1', isMember: true, by: 'api' },
  });
  clock.advance(1_000);
  expect((await join('user-1')).body).toEqual(joined.body);
  expect(await list()).toEqual({ members: [joined.body], count: 1 });

  expect((await leave('user-1')).status).toBe(204);
  expect((await leave('user-1')).status).toBe(204);
  expect((await leave('nobody')).status).toBe(204);
  expect(await list()).toEqual({ members: [], count: 0 });
  expect((await join('user-1')).body.at).toBe(clock.now().toISOString());
});

test('a user key may be any text', async () => {
  const { join, leave, list, optIns, developer, sync } = await withCohort();
  const users = [
    'a/b',
    'a%2Fb',
    'a b+c',
    '?x=1&y#z',
    '“ü”',
    '🚂',
    'a\nb',
    "'; --",
    '__proto__',
    '%',
  ];
  for (const user of users) expect((await join(user)).body.user).toBe(user);
  const { members, count } = await list();
  expect(count).toBe(users.length);
  expect(members.map(({ user }: { user: string }) => user).sort()).toEqual([...users].sort());
  expect((await sync()).changes.map(([, user]: string[]) => user)).toEqual(users);
  for (const user of users) {
    expect((await developer.get(optIns(user))).body).toMatchObject({ user, optIns: [{ user }] });
    await leave(user);
  }
  expect((await list()).count).toBe(0);
  expect((await join('x'.repeat(1_001))).status).toBe(422);
});

test('a cohort that is closed, over, full or nowhere takes nobody more', async () => {
  const { join, leave, define, clock } = await withCohort({ cap: 2 });
  const refusal = async (user: string, cohort?: string) => {
    const { status, body } = await join(user, cohort);
    return [status, body.detail];
  };
  await join('user-1');
  await join('user-2');
  expect(await refusal('user-3')).toEqual([409, 'The cohort bleeding-edge is full: it takes 2']);
  await leave('user-2');
  expect((await join('user-3')).status).toBe(200);

  const endsAt = new Date(clock.now().getTime() + DAY).toISOString();
  await define({ cap: null, endsAt });
  expect((await join('user-4')).status).toBe(200);
  clock.advance(DAY);
  expect(await refusal('user-5')).toEqual([
    409,
    `The cohort bleeding-edge could be joined until ${endsAt}`,
  ]);
  await define({ endsAt: null, open: false });
  expect(await refusal('user-5')).toEqual([409, 'The cohort bleeding-edge is closed']);
  expect((await join('user-1')).status).toBe(200);
  expect((await leave('user-1')).status).toBe(204);
  expect(await refusal('user-1')).toEqual([409, 'The cohort bleeding-edge is closed']);

  expect(await refusal('user-1', 'bleeding')).toEqual([
    404,
    'There is no cohort "bleeding" in production',
  ]);
});

test('a cohort that is gone keeps who was in it, for it may come back', async () => {
  const { join, define, list, developer, members, sync } = await withCohort();
  await join('user-1');
  await define(null);
  expect((await list()).count).toBe(1);
  expect((await sync()).changes).toEqual([['bleeding-edge', 'user-1', true]]);
  await developer.delete(`${members}/user-1`);
  expect((await developer.get(members)).status).toBe(404);
});

test('members are listed page by page', async () => {
  const { join, list } = await withCohort();
  const users = ['a', 'b', 'c', 'd', 'e'];
  for (const user of users.toReversed()) await join(user);
  const seen: string[] = [];
  let query = '?limit=2';
  for (;;) {
    const { members, next, count } = await list(query);
    expect(count).toBe(5);
    seen.push(...members.map(({ user }: { user: string }) => user));
    if (next === undefined) break;
    query = `?limit=2&after=${next}`;
  }
  expect(seen).toEqual(users);
});

test('members are found by how their keys start', async () => {
  const { join, list, viewer, base } = await withCohort();
  for (const user of ['ada', 'adam', 'Ada', 'ad%m', '🚂1', '🚂2']) await join(user);
  const found = async (search: string) => {
    const { members, count } = await list(`?search=${encodeURIComponent(search)}`);
    expect(count).toBe(6);
    return members.map(({ user }: { user: string }) => user).sort();
  };
  expect(await found('ada')).toEqual(['ada', 'adam']);
  expect(await found('ad%')).toEqual(['ad%m']);
  expect(await found('🚂')).toEqual(['🚂1', '🚂2']);
  expect(await found('bob')).toEqual([]);
  expect((await list('?search=ada&limit=1')).next).toBe('ada');
  expect((await list('?search=ada&limit=1&after=ada')).members).toMatchObject([{ user: 'adam' }]);
  expect((await viewer.get(`${base}/cohorts`)).body).toEqual({ members: { 'bleeding-edge': 6 } });
});

test('a user key that means something in addresses stands in the query', async () => {
  const { developer, members, base, list } = await withCohort();
  const path = `${members}/-?user=..`;
  expect((await developer.request('PUT', path)).body.user).toBe('..');
  expect((await list()).members).toMatchObject([{ user: '..' }]);
  const optIns = await developer.get(`${base}/users/-/opt-ins?user=..`);
  expect(optIns.body).toMatchObject({ user: '..', optIns: [{ user: '..' }] });
  expect((await developer.delete(path)).status).toBe(204);
  expect((await list()).count).toBe(0);
  expect((await developer.request('PUT', `${members}/-`)).body.user).toBe('-');
  expect((await developer.delete(`${base}/users/-/opt-ins?user=-`)).status).toBe(204);
  expect((await list()).count).toBe(0);
});

test('what is kept about a user can be had, and erased', async () => {
  const { join, publish, optIns, developer, list, sync, clock, forget, place } = await withCohort();
  await publish([{ kind: 'cohort', key: 'other', set: { title: 'Other', open: true } }]);
  await join('ada@example.com');
  await join('ada@example.com', 'other');
  await join('bob@example.com');
  const { body } = await developer.get(optIns('ada@example.com'));
  expect(body.optIns.map(({ cohort }: { cohort: string }) => cohort)).toEqual([
    'bleeding-edge',
    'other',
  ]);

  expect((await developer.delete(optIns('ada@example.com'))).status).toBe(204);
  expect((await list()).members).toMatchObject([{ user: 'bob@example.com' }]);
  const { to } = await sync();
  const stored = async () => JSON.stringify(await place.run('select * from opt_ins'));
  expect(await stored()).toContain('ada');
  clock.advance(DAY);
  await forget();
  expect(await stored()).not.toContain('ada');
  expect(await stored()).toContain('bob');
  expect((await developer.get(optIns('ada@example.com'))).body.optIns).toEqual([]);
  expect(await sync(`?after=${to}`)).toMatchObject({ from: to, to, changes: [] });
});

test('the deploy log knows nothing of it', async () => {
  const { join, leave, optIns, developer, place } = await withCohort();
  const count = async () => await place.run('select count(*) as entries from deploy_log');
  const before = await count();
  await join('user-1');
  await leave('user-1');
  await developer.delete(optIns('user-1'));
  expect(await count()).toEqual(before);
});

test('the request log names nobody', async () => {
  const lines: string[] = [];
  const { join, developer, optIns } = await withCohort({}, { log: (line) => lines.push(line) });
  await join('ada@example.com');
  await developer.delete(optIns('ada@example.com'));
  expect(lines.slice(-2)).toEqual([
    'PUT /api/environments/production/cohorts/bleeding-edge/members/…',
    'DELETE /api/environments/production/users/…/opt-ins',
  ]);
});

test('only developers see and change who is in', async () => {
  const { viewer, members, base, join } = await withCohort();
  await join('user-1');
  const refused = [
    viewer.get(members),
    viewer.request('PUT', `${members}/user-2`),
    viewer.delete(`${members}/user-1`),
    viewer.get(`${base}/users/user-1/opt-ins`),
    viewer.delete(`${base}/users/user-1/opt-ins`),
  ];
  for (const { status } of await Promise.all(refused)) expect(status).toBe(403);
});

test('many who join at once are as many as there is room for', async () => {
  const { join, list } = await withCohort({ cap: 5 });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) => join(`user-${index}`)),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(5);
  expect((await list()).count).toBe(5);
});
