import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { migrations, testDatabase } from '../../testing/database.ts';
import { testApp } from '../../testing/test-app.ts';
import * as meta from '../meta.ts';
import { isPostgresUrl } from './dialect.ts';

/** The migrations as they were when there was only the first. */
async function firstOnly(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'switchyard-migrations-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(migrations, folder, { recursive: true });
  const path = join(folder, 'meta/_journal.json');
  const journal = JSON.parse(await readFile(path, 'utf8'));
  journal.entries = journal.entries.slice(0, 1);
  await writeFile(path, JSON.stringify(journal));
  return folder;
}

test('a database of the first version is upgraded in place, with what is in it', async () => {
  const place = await testDatabase();
  onTestFinished(() => place.destroy());
  const old = await place.open(await firstOnly());
  await old.write((tx) => meta.initialise(tx));
  const createdAt = isPostgresUrl(process.env.DATABASE_URL) ? 'now()' : '1767139200000';
  await place.run(
    `insert into environments (key, name, publish_role, confirm, release, seq, created_at)
     values ('production', 'Production', 'developer', false, 0, 0, ${createdAt})`,
  );
  await expect(place.run('select * from releases')).rejects.toThrow(/no such table|does not exist/);
  await old.close();

  const app = await testApp({ place });
  const admin = await app.as({ '*': 'admin' });
  expect((await admin.get('/api/environments')).body).toMatchObject([{ key: 'production' }]);
  const published = await admin.post('/api/environments/production/releases', {
    edits: [{ kind: 'switch', key: 'awesome', set: {} }],
  });
  expect(published.status).toBe(201);
  expect((await admin.get('/api/log/verify')).body).toMatchObject({ ok: true, entries: 1 });
  await expect(place.run('delete from deploy_log')).rejects.toThrow('append-only');
});

test('both databases have the same migrations', async () => {
  const names = async (kind: string) =>
    (await readdir(join(migrations, '..', kind))).filter((name) => name.endsWith('.sql')).sort();
  expect(await names('sqlite')).toEqual(await names('postgres'));
});
