import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

async function filled() {
  const app = await production();
  const { publish, admin, driver, developer, base } = app;
  await admin.post('/api/switches', {
    key: 'awesome',
    owner: 'ada',
    tags: ['shop'],
    expiresAt: '2027-01-01T00:00:00Z',
    config: { salt: 'pepper' },
  });
  await publish([
    { kind: 'segment', key: 'staff', set: { conditions: [{ type: 'internal-users' }] } },
    { kind: 'cohort', key: 'edge', set: { title: 'Bleeding edge', open: true } },
    { kind: 'internal-users', key: 'internal-users', set: { domains: ['example.com'] } },
    {
      kind: 'switch',
      key: 'old',
      set: { archived: true },
    },
  ]);
  await developer.post(`${base}/switches/awesome/kill`);
  const exported = (await driver.get(`${base}/export`)).body;
  return { ...app, exported };
}

test('an export holds everything in an environment, but for kills', async () => {
  const { exported, viewer, base } = await filled();
  const off = { state: 'off', rules: [], variants: [], requires: [], clientSide: false };
  expect(exported).toEqual({
    format: 'switchyard-environment',
    version: 1,
    environment: 'production',
    release: 3,
    exportedAt: expect.any(String),
    descriptions: {
      awesome: {
        name: 'awesome',
        description: '',
        owner: 'ada',
        tags: ['shop'],
        kind: 'release',
        expiresAt: '2027-01-01T00:00:00.000Z',
      },
      old: expect.objectContaining({ name: 'old' }),
    },
    switches: { awesome: { ...off, salt: 'pepper' }, old: { ...off, archived: true } },
    segments: { staff: { conditions: [{ type: 'internal-users' }] } },
    cohorts: { edge: { title: 'Bleeding edge', open: true } },
    internalUsers: { users: [], emails: [], domains: ['example.com'], ranges: [] },
  });
  expect((await viewer.get(`${base}/export`)).status).toBe(200);
});

test('an export is imported into another environment, or server, as one release', async () => {
  const { exported } = await filled();
  const other = await production();
  const imported = await other.driver.post(`${other.base}/import`, {
    file: exported,
    reason: 'from the old server',
  });
  expect(imported.status).toBe(201);
  expect(imported.body).toMatchObject({
    number: 1,
    action: 'import',
    reason: 'from the old server',
  });
  const { exportedAt, release, ...same } = exported;
  expect((await other.driver.get(`${other.base}/export`)).body).toMatchObject(same);
  expect((await other.driver.get('/api/switches/awesome')).body).toMatchObject({ owner: 'ada' });

  const again = await other.driver.post(`${other.base}/import`, { file: exported });
  expect([again.status, again.body.number]).toEqual([200, 1]);
});

test('merging keeps what the file does not have, replacing deletes it; both are previewed', async () => {
  const { exported, driver, base, set } = await filled();
  await set('new', {});
  await set('awesome', { salt: 'sugar' });
  const merged = await driver.post(`${base}/import`, { file: exported, preview: true });
  expect(merged.body.changes).toMatchObject([
    { key: 'awesome', before: { salt: 'sugar' }, after: { salt: 'pepper', killed: true } },
  ]);
  const replaced = await driver.post(`${base}/import`, {
    file: exported,
    mode: 'replace',
    preview: true,
  });
  expect(replaced.body.changes).toMatchObject([{ key: 'awesome' }, { key: 'new', after: null }]);
  expect((await driver.get(`${base}/releases`)).body.releases).toHaveLength(5);
});

test('importing is for whom the policy names', async () => {
  const { exported, developer, base } = await filled();
  const refused = await developer.post(`${base}/import`, { file: exported });
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    'This needs the role driver in production',
  ]);
});

test.each([
  ['something else', { hello: 'world' }, 'format'],
  ['a file of a newer server', { format: 'switchyard-environment', version: 2 }, 'version 2'],
  [
    'a file with a percentage of 101',
    {
      format: 'switchyard-environment',
      version: 1,
      switches: {
        awesome: {
          state: 'conditional',
          rules: [
            { id: 'r', conditions: [{ type: 'percentage', thousandths: 101_000 }], serve: 'on' },
          ],
          variants: [],
          requires: [],
          clientSide: false,
        },
      },
    },
    '101 %',
  ],
  [
    'a file with a key of bad characters',
    {
      format: 'switchyard-environment',
      version: 1,
      segments: { 'a b': { conditions: [] } },
    },
    '"a b"',
  ],
])('%s is refused in words and changes nothing', async (_, file, words) => {
  const { driver, base } = await production();
  const refused = await driver.post(`${base}/import`, { file });
  expect(refused.status).toBe(422);
  expect(refused.body.detail).toContain(words);
  expect((await driver.get(`${base}/releases`)).body.releases).toEqual([]);
});
