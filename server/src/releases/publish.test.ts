import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

const off = { state: 'off', rules: [], variants: [], requires: [], clientSide: false };

test('a release creates, changes and deletes things, all in one', async () => {
  const { publish, driver, base } = await production();
  const first = await publish(
    [
      { kind: 'switch', key: 'awesome', set: {} },
      { kind: 'segment', key: 'staff', set: { conditions: [{ type: 'internal-users' }] } },
      { kind: 'internal-users', key: 'internal-users', set: { domains: ['example.com'] } },
    ],
    { reason: 'to begin with' },
  );
  expect(first.status).toBe(201);
  expect(first.body).toMatchObject({
    environment: 'production',
    number: 1,
    action: 'publish',
    reason: 'to begin with',
    entry: expect.any(Number),
    checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(first.body.changes.map(({ kind, before }: never) => [kind, before])).toEqual([
    ['internal-users', null],
    ['segment', null],
    ['switch', null],
  ]);

  const second = await publish([
    { kind: 'switch', key: 'awesome', base: 1, set: { state: 'on', salt: 'pepper' } },
    { kind: 'segment', key: 'staff', base: 1, set: null },
  ]);
  expect(second.body.changes).toMatchObject([
    { key: 'staff', after: null },
    { key: 'awesome', before: off, after: { ...off, state: 'on', salt: 'pepper' } },
  ]);
  expect((await driver.get(`${base}/releases`)).body.releases).toEqual([second.body, first.body]);
  expect((await driver.get(`${base}/releases/1`)).body).toEqual(first.body);
});

test('null takes an optional field away', async () => {
  const { set } = await production();
  await set('awesome', { salt: 'pepper' });
  const { body } = await set('awesome', { salt: null });
  expect(body.changes[0].after).toEqual(off);
});

test('what changes nothing publishes nothing and answers the latest release', async () => {
  const { set } = await production();
  const first = await set('awesome', {});
  const again = await set('awesome', { state: 'off' });
  expect([again.status, again.body]).toEqual([200, first.body]);
});

test('a preview says what would change and changes nothing', async () => {
  const { publish, viewer, base } = await production();
  const preview = await publish([{ kind: 'switch', key: 'awesome', set: {} }], { preview: true });
  expect(preview.status).toBe(200);
  expect(preview.body).toMatchObject({ changes: [{ key: 'awesome', before: null }], warnings: [] });
  expect((await viewer.get(`${base}/releases`)).body.releases).toEqual([]);
});

test('an edit of what somebody else changed meanwhile is refused with the difference', async () => {
  const { set } = await production();
  await set('awesome', { salt: 'one' });
  await set('awesome', { salt: 'two', state: 'on' }, { base: 1 });
  const late = await set('awesome', { salt: 'three', clientSide: true }, { base: 1 });

  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({
    code: 'conflict',
    version: 2,
    current: { ...off, salt: 'two', state: 'on' },
    difference: [
      {
        kind: 'switch',
        key: 'awesome',
        field: 'clientSide',
        base: false,
        theirs: false,
        yours: true,
      },
      { kind: 'switch', key: 'awesome', field: 'salt', base: 'one', theirs: 'two', yours: 'three' },
      { kind: 'switch', key: 'awesome', field: 'state', base: 'off', theirs: 'on', yours: 'off' },
    ],
  });
  expect(late.body.detail).toContain('switch "awesome" was changed in production meanwhile');
});

test('a stale edit of a field that every object has is refused like any other', async () => {
  const { set } = await production();
  await set('awesome', { salt: 'one' });
  await set('awesome', { salt: 'two' });
  const late = await set('awesome', { constructor: 'three' }, { base: 1 });
  expect(late.status).toBe(409);
  expect(late.body.difference).toContainEqual(
    expect.objectContaining({ field: 'constructor', base: null, theirs: null, yours: 'three' }),
  );
});

test('of 50 edits at once that saw the same version exactly one wins', async () => {
  const { set, driver, base } = await production();
  await set('awesome', {});
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => set('awesome', { salt: `s${index}` }, { base: 1 })),
  );
  const winners = answers.filter(({ status }) => status === 201);
  const others = answers.filter(({ status }) => status === 409);
  expect([winners.length, others.length]).toEqual([1, 49]);
  const won = winners[0]?.body.changes[0].after.salt;
  for (const { body } of others) {
    expect(body.difference).toEqual([
      expect.objectContaining({ field: 'salt', base: null, theirs: won }),
    ]);
  }
  expect((await driver.get(`${base}/releases`)).body.releases).toHaveLength(2);
});

test('developers create switches that are off; the rest is for whom the policy names', async () => {
  const { developer, driver, viewer, base } = await production();
  const create = { edits: [{ kind: 'switch', key: 'awesome', set: {} }] };
  expect((await viewer.post(`${base}/releases`, create)).status).toBe(403);
  expect((await developer.post(`${base}/releases`, create)).status).toBe(201);

  const edits = [
    [{ kind: 'switch', key: 'awesome', set: { state: 'on' } }],
    [{ kind: 'switch', key: 'other', set: { state: 'on' } }],
    [{ kind: 'segment', key: 'staff', set: {} }],
    [{ kind: 'switch', key: 'awesome', set: null }],
  ];
  for (const each of edits) {
    const refused = await developer.post(`${base}/releases`, { edits: each });
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      'This needs the role driver in production',
    ]);
  }
  expect((await driver.post(`${base}/releases`, { edits: edits[0] })).status).toBe(201);

  // Off for itself, it would turn its family off.
  await driver.post(`${base}/releases`, {
    edits: [{ kind: 'switch', key: 'checkout:one-page', set: { state: 'on' } }],
  });
  const parent = [{ kind: 'switch', key: 'checkout', set: {} }];
  expect((await developer.post(`${base}/releases`, { edits: parent })).status).toBe(403);
});

test('nothing is left of a publication that fails half way', async () => {
  const { set, place, errors, driver, base } = await production();
  await set('awesome', {});
  const entries = await place.run('select count(*) as n from deploy_log');
  await place.run(
    `insert into releases (environment, number, seq, entry, checksum) values ('production', 2, 2, 0, '')`,
  );

  const failed = await set('awesome', { state: 'on' });
  expect([failed.status, failed.body.code]).toEqual([500, 'internal']);
  expect(errors.splice(0)).toHaveLength(1);
  expect(await place.run('select count(*) as n from deploy_log')).toEqual(entries);
  expect(await place.run('select seq, release from environments')).toMatchObject([
    { release: expect.anything() },
  ]);
  await place.run(`delete from releases where number = 2`);
  expect((await set('awesome', { state: 'on' })).body.number).toBe(2);
  expect((await driver.get(`${base}/releases`)).body.releases).toHaveLength(2);
});

test('an unknown environment, thing or release is named', async () => {
  const { admin, set, viewer, base } = await production();
  const nowhere = await admin.post('/api/environments/prod/releases', {
    edits: [{ kind: 'switch', key: 'awesome', set: {} }],
  });
  expect([nowhere.status, nowhere.body.detail]).toEqual([404, 'There is no environment "prod"']);
  const nothing = await set('serach-box', null);
  expect([nothing.status, nothing.body.detail]).toEqual([
    404,
    'There is no switch "serach-box" in production',
  ]);
  const none = await viewer.get(`${base}/releases/7`);
  expect([none.status, none.body.detail]).toEqual([
    404,
    'There is no release 7 in production; the latest is none',
  ]);
  const badKey = await set('a b', {});
  expect(badKey.status).toBe(422);
  expect(badKey.body.detail).toContain('"a b"');
});
