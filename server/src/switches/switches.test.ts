import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function twoEnvironments() {
  const app = await production();
  await app.admin.post('/api/environments', { key: 'staging' });
  return { ...app, both: await app.as({ '*': 'developer' }) };
}

test('a new switch is off, in every environment where one may', async () => {
  const { both, viewer, developer } = await twoEnvironments();
  const created = await both.post('/api/switches', {
    key: 'checkout:one-page',
    description: 'All on one page',
    tags: ['shop'],
    kind: 'experiment',
    expiresAt: '2027-01-01T00:00:00+01:00',
    config: { clientSide: true },
    reason: 'faster',
  });
  expect(created.status).toBe(201);
  expect(created.body).toMatchObject({
    key: 'checkout:one-page',
    name: 'checkout:one-page',
    description: 'All on one page',
    owner: '',
    tags: ['shop'],
    kind: 'experiment',
    expiresAt: '2026-12-31T23:00:00.000Z',
    environments: {
      production: { state: 'off', clientSide: true, version: 1 },
      staging: { state: 'off', clientSide: true, version: 1 },
    },
  });
  const seen = await viewer.get('/api/switches');
  expect(seen.body).toHaveLength(1);
  expect(Object.keys(seen.body[0].environments)).toEqual(['production']);

  await developer.post('/api/switches', { key: 'here' });
  const { body } = await both.get('/api/switches/here');
  expect(Object.keys(body.environments)).toEqual(['production']);
});

test('creating leaves nothing behind where it is refused', async () => {
  const { both, developer, viewer, admin } = await twoEnvironments();
  await both.post('/api/switches', { key: 'awesome' });
  const twice = await both.post('/api/switches', { key: 'awesome' });
  expect([twice.status, twice.body.detail]).toEqual([409, 'There is a switch awesome already']);
  const badKey = await both.post('/api/switches', { key: 'a b' });
  expect([badKey.status, badKey.body.detail]).toEqual([422, expect.stringContaining('"a b"')]);
  const on = await both.post('/api/switches', { key: 'on', config: { state: 'on' } });
  expect([on.status, on.body.detail]).toEqual([422, expect.stringContaining('starts off')]);
  const elsewhere = await developer.post('/api/switches', {
    key: 'elsewhere',
    environments: ['production', 'staging'],
  });
  expect([elsewhere.status, elsewhere.body.detail]).toEqual([
    403,
    'This needs the role developer in staging',
  ]);
  const nowhere = await both.post('/api/switches', { key: 'lost', environments: ['moon'] });
  expect([nowhere.status, nowhere.body.detail]).toEqual([404, 'There is no environment "moon"']);
  expect((await viewer.post('/api/switches', { key: 'mine' })).status).toBe(403);
  const badCondition = await both.post('/api/switches', {
    key: 'bad',
    config: {
      rules: [{ id: 'r', conditions: [{ type: 'percentage', thousandths: 101_000 }], serve: 'on' }],
    },
  });
  expect([badCondition.status, badCondition.body.detail]).toEqual([
    422,
    expect.stringContaining('101 %'),
  ]);
  expect(badCondition.body.problems[0].path).toContain('rules');

  const { body } = await admin.get('/api/switches');
  expect(body.map(({ key }: { key: string }) => key)).toEqual(['awesome']);
});

test('what is said about a switch is changed outside releases, and audited', async () => {
  const { both, viewer, admin } = await twoEnvironments();
  await both.post('/api/switches', { key: 'awesome', owner: 'ada' });
  const changed = await both.patch('/api/switches/awesome', {
    name: 'Awesome',
    owner: 'bob',
    expiresAt: '2027-01-01T00:00:00Z',
  });
  expect(changed.body).toMatchObject({ name: 'Awesome', owner: 'bob', kind: 'release' });
  expect((await both.patch('/api/switches/awesome', { expiresAt: null })).body).not.toHaveProperty(
    'expiresAt',
  );
  const { body } = await admin.get('/api/log?kind=audit&text=awesome');
  expect(body.entries.map(({ title }: { title: string }) => title)).toEqual([
    'awesome: expiry 2027-01-01T00:00:00.000Z → none',
    'awesome: name awesome → Awesome; owner ada → bob; expiry none → 2027-01-01T00:00:00.000Z',
    'Created the switch awesome',
  ]);
  expect((await viewer.patch('/api/switches/awesome', { name: 'x' })).status).toBe(403);
  const unknown = await both.patch('/api/switches/serach', { name: 'x' });
  expect([unknown.status, unknown.body.detail]).toEqual([404, 'There is no switch "serach"']);
});

test('a switch says who requires it, and is neither archived nor deleted while somebody does', async () => {
  const { set, viewer, publish } = await twoEnvironments();
  await set('base', { state: 'on' });
  await set('upper', { requires: [{ switch: 'base' }] });
  await set('other', { requires: [{ switch: 'base' }] });
  const { body } = await viewer.get('/api/switches/base');
  expect(body.requiredBy).toEqual({ production: ['other', 'upper'] });

  const deleted = await set('base', null);
  expect([deleted.status, deleted.body.detail]).toEqual([
    422,
    'base cannot be deleted: other and upper require it',
  ]);
  const archived = await set('base', { archived: true });
  expect([archived.status, archived.body.detail]).toEqual([
    422,
    'base cannot be archived: other and upper require it',
  ]);
  const together = await publish([
    { kind: 'switch', key: 'base', set: { archived: true } },
    { kind: 'switch', key: 'upper', set: null },
    { kind: 'switch', key: 'other', set: { requires: [] } },
  ]);
  expect(together.status).toBe(201);
});

test('an archived switch is kept, but in no ruleset; what depended on it is warned of', async () => {
  const { set, viewer, base } = await twoEnvironments();
  await set('checkout', { state: 'on' });
  await set('checkout:one-page', { state: 'on' });
  const archived = await set('checkout', { archived: true });
  expect(archived.body.warnings).toEqual(['checkout:one-page no longer depends on checkout']);
  const { body } = await viewer.get(`${base}/ruleset`);
  expect(Object.keys(body.ruleset.switches)).toEqual(['checkout:one-page']);
  expect(body.things.switches.checkout).toMatchObject({ state: 'on', archived: true, version: 3 });

  const senseless = await set('checkout', { rules: 'none' });
  expect([senseless.status, senseless.body.detail]).toEqual([
    422,
    expect.stringContaining('rules'),
  ]);
  expect((await set('checkout', { archived: 'yes' })).status).toBe(422);
  const restored = await set('checkout', { archived: null });
  expect(restored.body.warnings).toEqual(['checkout:one-page now depends on checkout']);
  const back = await viewer.get(`${base}/ruleset`);
  expect(back.body.ruleset.switches.checkout).toMatchObject({ state: 'on' });
});

test('whoever takes away what applications still ask for is warned', async () => {
  const { set, publish, sdkKey, client, clock, viewer, base } = await twoEnvironments();
  await set('awesome', {});
  const sdk = client((await sdkKey()).headers);
  const report = { instance: 'i1', sequence: 1, asked: ['awesome'], unknown: {} };
  expect((await sdk.post('/sdk/reports', report)).status).toBe(200);
  const { body } = await viewer.get('/api/switches/awesome');
  expect(body.environments.production.lastAskedAt).toBe(clock.now().toISOString());

  clock.advance(6 * 24 * 3600e3);
  const remove = [{ kind: 'switch', key: 'awesome', set: null }];
  const soon = await publish(remove, { preview: true });
  expect(soon.body.warnings).toEqual([
    expect.stringMatching(/^Applications asked for awesome within the last 7 days, last at 2026-/),
  ]);
  clock.advance(2 * 24 * 3600e3);
  expect((await publish(remove, { preview: true })).body.warnings).toEqual([]);
  expect((await viewer.get(`${base}/releases`)).body.releases).toHaveLength(1);
});

test('a switch is forgotten only when it exists nowhere', async () => {
  const { both, admin, set } = await twoEnvironments();
  await both.post('/api/switches', { key: 'awesome', environments: ['production'] });
  const early = await admin.delete('/api/switches/awesome');
  expect([early.status, early.body.detail]).toEqual([
    409,
    'awesome still exists in production. Delete it there first',
  ]);
  await set('awesome', null);
  expect((await admin.get('/api/switches/awesome')).body.environments).toEqual({});
  expect((await both.delete('/api/switches/awesome')).status).toBe(403);
  expect((await admin.delete('/api/switches/awesome')).status).toBe(204);
  expect((await admin.get('/api/switches/awesome')).status).toBe(404);
});
