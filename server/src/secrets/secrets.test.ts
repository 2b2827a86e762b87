import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import * as sdkKeys from '../sdk-keys/service.ts';
import { type TestApp, testApp } from '../testing/test-app.ts';
import { loadMasterKey } from './master-key.ts';
import { seal, unseal } from './sealing.ts';
import { createSecrets } from './service.ts';

const path = '/api/environments/production/secrets';

test('the first secret is made when it is first asked for, once', async () => {
  const app = await withProduction();
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => app.secrets.listForSdk('production')),
  );
  const [first, ...others] = answers;

  expect(first).toEqual([
    {
      id: expect.any(String),
      secret: expect.stringMatching(/^[\w-]{43}$/),
      createdAt: '2026-01-05T09:00:00.000Z',
    },
  ]);
  for (const other of others) expect(other).toEqual(first);
});

test('rotation keeps earlier secrets valid until they are retired', async () => {
  const app = await withProduction();
  const admin = await app.as({ '*': 'admin' });
  const [first] = await app.secrets.listForSdk('production');
  app.clock.advance(1000);
  const made = await admin.post(path);
  expect(made.status).toBe(201);
  const ids = async () => (await app.secrets.listForSdk('production')).map(({ id }) => id);
  expect(await ids()).toEqual([made.body.id, first?.id]);

  const newest = await admin.delete(`${path}/${made.body.id}`);
  expect([newest.status, newest.body.detail]).toEqual([
    409,
    `${made.body.id} is the newest signing secret. Make another one first`,
  ]);
  const unknown = await admin.delete(`${path}/nothing`);
  expect([unknown.status, unknown.body.detail]).toEqual([
    404,
    'There is no signing secret nothing in production',
  ]);
  expect((await admin.delete(`${path}/${first?.id}`)).status).toBe(204);
  expect(await ids()).toEqual([made.body.id]);
  expect((await admin.get(path)).body).toEqual([
    { id: made.body.id, createdAt: '2026-01-05T09:00:01.000Z' },
    {
      id: first?.id,
      createdAt: '2026-01-05T09:00:00.000Z',
      retiredAt: '2026-01-05T09:00:01.000Z',
    },
  ]);
});

test('every change is announced and logged, and never shows a secret', async () => {
  const app = await withProduction();
  const facts: unknown[] = [];
  app.facts.listen((fact) => {
    if (fact.kind === 'secrets-changed') facts.push(fact);
  });
  const [first] = await app.secrets.listForSdk('production');
  const admin = await app.as({ '*': 'admin' });
  await admin.post(path);
  await admin.delete(`${path}/${first?.id}`);

  expect(facts).toEqual(Array(3).fill({ kind: 'secrets-changed', environment: 'production' }));
  const stored = JSON.stringify([
    await app.place.run('select * from signing_secrets'),
    await app.place.run('select * from deploy_log'),
    (await admin.get(path)).body,
  ]);
  expect(stored).toContain(`Retired the signing secret ${first?.id}`);
  expect(stored).not.toContain(first?.secret);
});

test('server SDKs get them over their own connection, uncached', async () => {
  const app = await withProduction();
  const { secret } = await app.work((work) =>
    sdkKeys.create(work, 'production', { name: 'shop', kind: 'server' }),
  );
  const answer = await app.client({ authorization: `Bearer ${secret}` }).get('/sdk/secrets');

  expect(answer.body).toEqual({ secrets: await app.secrets.listForSdk('production') });
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('another master key is found out', async () => {
  const app = await withProduction();
  const other = createSecrets({ masterKey: Buffer.alloc(32, 8), runner: app.runner });
  await app.read(other.verify);
  const [made] = await app.secrets.listForSdk('production');

  await app.read(app.secrets.verify);
  await expect(app.read(other.verify)).rejects.toThrow(
    `The master key is not the one that the signing secrets in this database are encrypted under (${made?.id} of production does not open)`,
  );
});

test('sealed text opens for its purpose only, and not when a bit was changed', () => {
  const key = Buffer.alloc(32, 1);
  const sealed = seal(key, 'secret', 'a');
  expect(unseal(key, sealed, 'a')).toBe('secret');
  expect(seal(key, 'secret', 'a')).not.toBe(sealed);
  expect(() => unseal(key, sealed, 'b')).toThrow();
  expect(() => unseal(Buffer.alloc(32, 2), sealed, 'a')).toThrow();

  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(key, changed.toString('base64url'), 'a')).toThrow();
  }
  expect(() => unseal(key, '', 'a')).toThrow();
});

test('the master key file is made once, for its owner only', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'master.key');
  const key = loadMasterKey({ file });

  expect(key).toHaveLength(32);
  expect(loadMasterKey({ file })).toEqual(key);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(loadMasterKey({ text: readFileSync(file, 'utf8') })).toEqual(key);
});

test('what is not a master key is refused in words', () => {
  for (const text of ['secret', '', 'x'.repeat(42), '!'.repeat(44)]) {
    expect(() => loadMasterKey({ text })).toThrow(
      'SWITCHYARD_MASTER_KEY is not a master key: it must be 32 random bytes as base64',
    );
  }
  const folder = temporaryFolder();
  const file = join(folder, 'master.key');
  writeFileSync(file, 'half a k');
  expect(() => loadMasterKey({ file })).toThrow(`${file} is not a master key`);
  expect(readFileSync(file, 'utf8')).toBe('half a k');
  expect(() => loadMasterKey({ file: folder })).toThrow(
    `The master key file ${folder} cannot be used`,
  );
});

async function withProduction(): Promise<TestApp> {
  const app = await testApp();
  const admin = await app.as({ '*': 'admin' });
  await admin.post('/api/environments', { key: 'production' });
  return app;
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}
