import { canonicalJson } from '@switchyard/core';
import { expect, test } from 'vitest';
import * as deployLog from '../deploy-log/service.ts';
import { type Production, production } from '../testing/production.ts';
import { forge, quoted, unlock } from './testing/forgery.ts';

/** Some history, and the means to forge it, past what keeps the log as it is. */
async function forgery() {
  const app = await production();
  const { publish, set, developer, base, place } = app;
  await publish([
    { kind: 'switch', key: 'awesome', set: { state: 'on' } },
    { kind: 'internal-users', key: 'internal-users', set: { users: ['bob'], emails: ['b@c.de'] } },
  ]);
  await set('awesome', { salt: 'pepper' });
  await developer.post(`${base}/switches/awesome/kill`);
  await developer.post(`${base}/releases/2/rollback`);
  await unlock(place);
  return app;
}

const verify = async ({ admin }: Production) => (await admin.get('/api/log/verify')).body;

const entryOf = async ({ place }: Production, release: number) => {
  const rows = await place.run(`select * from deploy_log where release = ${release}`);
  const [{ seq, entry, previous_hash }] = rows as [Record<string, string>];
  return {
    seq: Number(seq),
    entry: JSON.parse(entry as string),
    previousHash: previous_hash as string,
  };
};

test('a log that nobody touched is whole', async () => {
  const app = await forgery();
  const found = await verify(app);
  expect(found).toMatchObject({ ok: true, problems: [], skipped: [], entries: expect.any(Number) });
  const { body } = await app.admin.get('/api/log?kind=all&limit=1');
  expect(found.head).toEqual({ seq: body.entries[0].seq, hash: body.entries[0].hash });
  expect(found.entries).toBe(found.head.seq);
});

test('an altered entry is found', async () => {
  const app = await forgery();
  const { seq, entry } = await entryOf(app, 2);
  const altered = quoted(canonicalJson({ ...entry, reason: 'because' }));
  await app.place.run(`update deploy_log set entry = ${altered} where seq = ${seq}`);
  expect((await verify(app)).problems).toContain(`Entry ${seq} was altered: its hash is another`);
});

test('a removed entry is found', async () => {
  const app = await forgery();
  const { seq } = await entryOf(app, 2);
  await app.place.run(`delete from deploy_log where seq = ${seq}`);
  const { ok, problems } = await verify(app);
  expect(ok).toBe(false);
  expect(problems).toContain(
    `Entry ${seq + 1} follows ${seq - 1}: entries between them are missing`,
  );
  expect(problems).toContain(`Entry ${seq + 1} does not follow the entry before it`);
});

test('entries removed from the end are found', async () => {
  const app = await forgery();
  const { seq } = await entryOf(app, 4);
  await app.place.run(`delete from deploy_log where seq >= ${seq}`);
  expect((await verify(app)).problems).toContain('production is at release 4, the log ends at 3');
});

test('swapped entries are found', async () => {
  const app = await forgery();
  const [one, other] = [await entryOf(app, 2), await entryOf(app, 3)];
  await app.place.run(`update deploy_log set seq = 1000000 where seq = ${one.seq}`);
  await app.place.run(`update deploy_log set seq = ${one.seq} where seq = ${other.seq}`);
  await app.place.run(`update deploy_log set seq = ${other.seq} where seq = 1000000`);
  const { problems } = await verify(app);
  expect(problems).toContain(`Entry ${one.seq} does not follow the entry before it`);
});

test('a column that says something else than its entry is found', async () => {
  const app = await forgery();
  const { seq } = await entryOf(app, 2);
  await app.place.run(`update deploy_log set actor_id = 'mallory' where seq = ${seq}`);
  expect((await verify(app)).problems).toEqual([
    expect.stringMatching(`^Entry ${seq} says .* for actorId, its column says mallory$`),
  ]);
});

test('a forged change is found even if all hashes have been made anew', async () => {
  const app = await forgery();
  const { seq, entry } = await entryOf(app, 2);
  entry.effect.changes[0].after.salt = 'sugar';
  await forge(app.place, entry);
  const { problems } = await verify(app);
  expect(problems).toContain(`Release 2 of production (entry ${seq}) has another checksum`);
});

test('a release number that is skipped or used twice is found', async () => {
  const app = await forgery();
  const { seq, entry } = await entryOf(app, 3);
  await forge(app.place, { ...entry, release: 2 });
  expect((await verify(app)).problems).toContain(
    `Release 2 of production (entry ${seq}) follows release 2`,
  );
});

test('a thing, release or environment that is not what the log says is found', async () => {
  const app = await forgery();
  await app.place.run(`update ruleset_items set version = 9 where kind = 'internal-users'`);
  await app.place.run(
    `insert into ruleset_items (environment, kind, key, value, version) values ('production', 'segment', 'planted', '{"conditions":[]}', 3)`,
  );
  await app.place.run(`update releases set checksum = '0' where number = 2`);
  await app.place.run(
    `insert into releases (environment, number, seq, entry, checksum) values ('production', 9, 9, 9, '0')`,
  );
  const { seq } = await entryOf(app, 2);
  expect((await verify(app)).problems).toEqual([
    `Release 2 of production is not what entry ${seq} says`,
    'Release 9 of production is not in the log',
    'internal-users internal-users in production is not what the log says it is',
    'segment planted in production is not what the log says it is',
  ]);
});

test('an altered switch is found', async () => {
  const app = await forgery();
  await app.place.run(
    `update ruleset_items set value = replace(value, '"on"', '"off"') where kind = 'switch'`,
  );
  expect((await verify(app)).problems).toEqual([
    'switch awesome in production is not what the log says it is',
  ]);
});

test('people can be erased from the log without breaking it', async () => {
  const app = await forgery();
  const { publish, place, viewer, base, work, developer, switchNow, liftHold } = app;
  await liftHold();
  const [{ n }] = (await place.run(
    `select count(*) as n from deploy_log where entry like '%bob%' or entry like '%b@c.de%' or text like '%bob%'`,
  )) as [{ n: number }];
  expect(Number(n)).toBe(0);
  const shown = async () =>
    (await viewer.get(`${base}/releases/1`)).body.changes.find(
      ({ kind }: { kind: string }) => kind === 'internal-users',
    ).after;
  expect(await shown()).toMatchObject({ users: ['bob'], emails: ['b@c.de'] });

  await publish([
    { kind: 'internal-users', key: 'internal-users', set: { users: [], emails: [] } },
  ]);
  expect(await work((each) => deployLog.erase(each, 'bob'))).toBe(true);
  expect(await shown()).toMatchObject({ users: ['(erased)'], emails: ['b@c.de'] });
  expect(await verify(app)).toMatchObject({
    ok: true,
    problems: [],
    skipped: ['4 rulesets of production were not compared: people in them have been erased'],
  });

  // Undoing the removal puts back whoever has not been erased.
  await developer.post(`${base}/releases/5/rollback`);
  await liftHold();
  const { body } = await viewer.get(`${base}/ruleset`);
  expect(body.things.internalUsers).toMatchObject({ users: [], emails: ['b@c.de'] });
  expect((await verify(app)).ok).toBe(true);

  // Somebody of that name is somebody new to the log.
  await publish([{ kind: 'internal-users', key: 'internal-users', set: { users: ['bob'] } }]);
  expect(await shown()).toMatchObject({ users: ['(erased)'] });
  expect(await verify(app)).toMatchObject({ ok: true });
  expect(await switchNow('awesome')).toBeDefined();
});

test('personal conditions stand in the log as references and read as they were', async () => {
  const { set, place, viewer, base } = await production();
  const conditions = [
    { type: 'user-in', users: ['user-4711'] },
    { type: 'text', attribute: 'email', operator: 'ends', values: ['@acme.example'] },
    { type: 'attribute-in', attribute: 'targetingKey', values: ['user-4712'] },
    { type: 'attribute-in', attribute: 'plan', values: ['gold'] },
  ];
  await set('awesome', { state: 'conditional', rules: [{ id: 'r', conditions, serve: 'on' }] });
  const [row] = await place.run('select entry, text from deploy_log where release = 1');
  expect(row?.entry).toContain('gold');
  for (const secret of ['user-4711', 'acme', 'user-4712']) {
    expect(`${row?.entry}${row?.text}`).not.toContain(secret);
  }
  const { body } = await viewer.get(`${base}/releases/1`);
  expect(body.changes[0].after.rules[0].conditions).toEqual(conditions);
});
