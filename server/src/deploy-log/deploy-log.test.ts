import { expect, test } from 'vitest';
import { testApp } from '../testing/test-app.ts';
import * as deployLog from './service.ts';

test('entries are numbered without gaps and chained', async () => {
  const app = await testApp();
  for (const title of ['one', 'two', 'three']) {
    await app.work((work) => deployLog.record(work, { kind: 'note', action: 'note', title }));
  }
  const { entries } = await app.read((reading) => deployLog.page(reading, {}, 10));

  expect(entries.map(({ seq, title }) => [seq, title])).toEqual([
    [3, 'three'],
    [2, 'two'],
    [1, 'one'],
  ]);
  expect(entries[0]?.previousHash).toBe(entries[1]?.hash);
  expect(entries[2]?.previousHash).toBe('0'.repeat(64));
});

test('nobody changes or removes an entry, not even past the server', async () => {
  const app = await testApp();
  await app.work((work) => deployLog.record(work, { kind: 'note', action: 'note', title: 'one' }));

  await expect(app.place.run(`update deploy_log set text = 'x'`)).rejects.toThrow('append-only');
  await expect(app.place.run('delete from deploy_log')).rejects.toThrow('append-only');
});
