import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import { tester } from '../testing/test-app.ts';
import * as releases from './service.ts';

test('a kill turns a switch off whatever else changes, until it is revived', async () => {
  const { set, developer, driver, base, switchNow } = await production();
  await set('awesome', { state: 'on' });
  const killed = await developer.post(`${base}/switches/awesome/kill`, { reason: 'it burns' });
  expect(killed.status).toBe(201);
  expect(killed.body).toMatchObject({ number: 2, action: 'kill', reason: 'it burns' });

  await set('awesome', { state: 'on', salt: 'pepper' });
  const { body } = await driver.get(`${base}/ruleset`);
  expect(body.ruleset.switches.awesome).toMatchObject({ state: 'off', salt: 'pepper' });
  expect(body.ruleset.switches.awesome).not.toHaveProperty('killed');
  expect(body.things.switches.awesome).toMatchObject({ state: 'on', killed: true, version: 3 });

  const early = await developer.post(`${base}/switches/awesome/revive`);
  expect([early.status, early.body.detail]).toEqual([
    403,
    'Reviving a switch needs the role driver here, and Tess Tester has developer',
  ]);
  const revived = await driver.post(`${base}/switches/awesome/revive`);
  expect(revived.body).toMatchObject({ number: 4, action: 'revive' });
  expect(await switchNow('awesome')).toMatchObject({ state: 'on' });
  expect(await switchNow('awesome')).not.toHaveProperty('killed');
});

test('killing again changes nothing and says so', async () => {
  const { set, developer, base } = await production();
  await set('awesome', {});
  await developer.post(`${base}/switches/awesome/kill`);
  const again = await developer.post(`${base}/switches/awesome/kill`);
  expect([again.status, again.body.number]).toEqual([200, 2]);
});

test('only kill and revive change whether a switch is killed', async () => {
  const { set, driver, developer, base, switchNow, liftHold } = await production();
  const refused = await set('awesome', { killed: true });
  expect([refused.status, refused.body.detail]).toEqual([
    422,
    'awesome: `killed` changes only by kill and revive',
  ]);
  await set('awesome', { state: 'on' });
  await set('awesome', { salt: 'pepper' });
  await developer.post(`${base}/switches/awesome/kill`);

  expect((await set('awesome', { killed: null })).status).toBe(422);
  const deleted = await set('awesome', null);
  expect([deleted.status, deleted.body.detail]).toEqual([
    422,
    'awesome is killed. Revive it before you delete it',
  ]);
  const undone = await developer.post(`${base}/releases/3/rollback`);
  expect([undone.status, undone.body.number]).toEqual([200, 3]);
  expect(undone.body.warnings).toEqual([
    'awesome: only kill and revive change whether it is killed',
  ]);
  await developer.post(`${base}/restore`, { release: 1 });
  expect(await switchNow('awesome')).toMatchObject({ killed: true });
  expect(await switchNow('awesome')).not.toHaveProperty('salt');
  await liftHold();

  const exported = await driver.get(`${base}/export`);
  await driver.post(`${base}/import`, { file: exported.body, mode: 'replace' });
  expect(await switchNow('awesome')).toMatchObject({ killed: true });
  await driver.post(`${base}/import`, {
    file: { ...exported.body, switches: {} },
    mode: 'replace',
  });
  expect(await switchNow('awesome')).toMatchObject({ killed: true });
});

test('a kill goes ahead of everything that waits', async () => {
  const { set, runner, driver, base } = await production();
  await set('awesome', { state: 'on' });
  const grants = { '*': 'admin' } as const;
  const edits = Array.from({ length: 40 }, (_, index) =>
    runner.write(tester, (work) =>
      releases.publish(work, 'production', {
        edits: [{ kind: 'switch', key: 'busy', set: { salt: `s${index}` } }],
        grants,
      }),
    ),
  );
  const killed = runner.write(
    tester,
    (work) => releases.kill(work, 'production', 'awesome', { grants }),
    'urgent',
  );
  await Promise.all([...edits, killed]);

  // One edit was under way.
  expect((await killed).release.number).toBe(3);
  expect((await driver.get(`${base}/releases`)).body.releases).toHaveLength(42);
});
