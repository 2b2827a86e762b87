import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';

test('a rollback undoes exactly the changes of one release; later edits stay and are listed', async () => {
  const { set, developer, viewer, base, switchNow } = await production();
  await set('awesome', { salt: 'one' });
  await set('awesome', { salt: 'two', clientSide: true });
  await set('awesome', { salt: 'three' });

  const preview = await viewer.get(`${base}/releases/2/rollback`);
  expect(preview.body).toMatchObject({
    nothing: false,
    changes: [{ key: 'awesome', before: { clientSide: true }, after: { clientSide: false } }],
    kept: [
      { kind: 'switch', key: 'awesome', field: 'salt', words: expect.stringContaining('stays') },
    ],
  });
  const undone = await developer.post(`${base}/releases/2/rollback`, { reason: 'too slow' });
  expect(undone.status).toBe(201);
  expect(undone.body).toMatchObject({
    number: 4,
    action: 'rollback',
    reverts: 2,
    reason: 'too slow',
    warnings: ['awesome: salt has been changed since, and stays'],
  });
  expect(await switchNow('awesome')).toMatchObject({ salt: 'three', clientSide: false });
  expect((await viewer.get(`${base}/releases/2`)).body.rolledBackBy).toBe(4);

  const again = await viewer.get(`${base}/releases/2/rollback`);
  expect(again.body).toMatchObject({ changes: [], nothing: true });
  const nothing = await developer.post(`${base}/releases/2/rollback`);
  expect([nothing.status, nothing.body.number]).toEqual([200, 4]);
});

test('what a release created is removed, what it deleted is put back', async () => {
  const { publish, developer, base, switchNow } = await production();
  await publish([{ kind: 'switch', key: 'old', set: { salt: 'pepper' } }]);
  await publish([
    { kind: 'switch', key: 'old', set: null },
    { kind: 'switch', key: 'new', set: {} },
  ]);
  await developer.post(`${base}/releases/2/rollback`);
  expect(await switchNow('old')).toMatchObject({ salt: 'pepper', version: 3 });
  expect(await switchNow('new')).toBeUndefined();

  await developer.post(`${base}/releases/3/rollback`);
  expect(await switchNow('old')).toBeUndefined();
  expect(await switchNow('new')).toMatchObject({ state: 'off' });
});

test('what others have come to require stays, and is listed', async () => {
  const { set, developer, viewer, base, switchNow } = await production();
  await set('base', {});
  await set('upper', { requires: [{ switch: 'base' }] });
  const { body } = await viewer.get(`${base}/releases/1/rollback`);
  expect(body).toMatchObject({ changes: [], kept: [{ key: 'base', field: '*' }], nothing: true });
  expect((await developer.post(`${base}/releases/1/rollback`)).status).toBe(200);
  expect(await switchNow('base')).toBeDefined();
});

test('what would refer to something gone stays as it is', async () => {
  const { publish, set, developer, base, switchNow } = await production();
  const rules = [{ id: 'r', conditions: [{ type: 'in-segment', segment: 'staff' }], serve: 'on' }];
  await publish([
    { kind: 'segment', key: 'staff', set: { conditions: [{ type: 'internal-users' }] } },
    { kind: 'switch', key: 'awesome', set: { state: 'conditional', rules, salt: 'one' } },
  ]);
  await set('awesome', { rules: [], salt: 'two' });
  await publish([{ kind: 'segment', key: 'staff', set: null }]);
  const undone = await developer.post(`${base}/releases/2/rollback`);
  expect(undone.body.warnings).toEqual([
    expect.stringMatching(/^awesome: rules stays, for otherwise: .*"staff", which does not exist/),
  ]);
  expect(await switchNow('awesome')).toMatchObject({ salt: 'one', rules: [] });
});

test('"back to here" makes everything as it was, and can itself be rolled back', async () => {
  const { publish, set, developer, viewer, base } = await production();
  await publish([
    { kind: 'switch', key: 'a', set: { salt: 'one' } },
    { kind: 'segment', key: 's', set: { name: 'S' } },
    { kind: 'internal-users', key: 'internal-users', set: { users: ['bob'] } },
  ]);
  const then = (await viewer.get(`${base}/ruleset`)).body.ruleset;
  await set('a', { salt: 'two' });
  await publish([{ kind: 'segment', key: 's', set: null }]);
  await publish([{ kind: 'internal-users', key: 'internal-users', set: { users: ['eve'] } }]);
  await set('b', {});
  const before = (await viewer.get(`${base}/ruleset`)).body.ruleset;

  const preview = await developer.post(`${base}/restore`, { release: 1, preview: true });
  expect(preview.body.changes).toHaveLength(4);
  const restored = await developer.post(`${base}/restore`, { release: 1, reason: 'from scratch' });
  expect(restored.body).toMatchObject({ number: 6, action: 'restore', reason: 'from scratch' });
  expect((await viewer.get(`${base}/ruleset`)).body.ruleset).toEqual(then);

  await developer.post(`${base}/releases/6/rollback`);
  expect((await viewer.get(`${base}/ruleset`)).body.ruleset).toEqual(before);
});
