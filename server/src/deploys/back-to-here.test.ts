import { expect, test } from 'vitest';
import { deployTool } from '../testing/deploy-tool.ts';
import { production } from '../testing/production.ts';

/** web 1.9 with awesome off, then web 2.0 with awesome on: the entries of both. */
async function withHistory({ hook = true } = {}) {
  const app = await production({ allowPrivateHooks: true });
  const { admin, developer, driver, base, set } = app;
  const tool = await deployTool();
  if (hook) await admin.post(`${base}/hooks`, { app: 'web', url: tool.url });
  let count = 0;
  const deploys = (version: string, event = 'finish', more: object = {}) =>
    developer.post('/api/deploys', {
      id: `run-${++count}`,
      app: 'web',
      environment: 'production',
      version,
      event,
      ...more,
    });
  const log = async () => (await admin.get('/api/log')).body.entries;
  await set('awesome', { state: 'off' });
  await deploys('1.9');
  const then = (await log())[0].seq as number;
  await deploys('2.0');
  /** Turns it on by a change that needs web 2.0. */
  const turnOn = async () => {
    await app.admin.request('PUT', `${base}/apps/web`, { isLogOnly: true });
    const change = await driver.post(`${base}/changes`, {
      title: 'New checkout',
      edits: [{ kind: 'switch', key: 'awesome', set: { state: 'on' } }],
      requires: [{ app: 'web', version: '2.0' }],
    });
    const { number } = change.body;
    await driver.post(`${base}/train`, { do: 'express', change: number });
    return number as number;
  };
  const back = (body: object) => developer.post(`${base}/rollback`, body);
  return { ...app, tool, deploys, log, then, turnOn, back };
}

test('is shown before it happens: config, and code by its hook', async () => {
  const { developer, base, then, turnOn } = await withHistory();
  const number = await turnOn();
  const { status, body } = await developer.get(`${base}/rollback?entry=${then}&code=true`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    release: 1,
    config: { changes: [{ key: 'awesome', words: [expect.any(String)] }] },
    code: [
      {
        app: 'web',
        from: '2.0',
        to: '1.9',
        hook: true,
        words: 'web: 2.0 → 1.9; its hook is called',
        stranded: [{ change: number, title: 'New checkout', version: '2.0', release: 2 }],
      },
    ],
    order: 'config first',
  });
  const configOnly = await developer.get(`${base}/rollback?entry=${then}`);
  expect(configOnly.body).toMatchObject({ code: [], order: 'together' });
});

test('restores config at once and asks for the code a little later, under one entry', async () => {
  const { admin, tool, then, turnOn, back, courier, clock, log, base, switchNow } =
    await withHistory();
  await turnOn();
  tool.says(200, { status: 'done', words: 'Rolled back' });
  const { status, body } = await back({ entry: then, code: true, reason: 'Checkout fails' });
  expect([status, body.order]).toEqual([200, 'config first']);
  expect((await switchNow('awesome')).state).toBe('off');
  await courier.tick();
  expect(tool.calls).toEqual([]);
  const before = await admin.get(`/api/log/${body.entry}`);
  expect(before.body).toMatchObject({
    action: 'restore',
    reason: 'Checkout fails',
    parts: [
      { kind: 'config', status: 'done', release: 3 },
      { kind: 'code', app: 'web', status: 'waiting', words: 'To be called' },
    ],
  });

  clock.advance(5_000);
  await courier.tick();
  const { parts } = (await admin.get(`/api/log/${body.entry}`)).body;
  expect(parts[1]).toMatchObject({ app: 'web', status: 'done', words: 'Rolled back' });
  const [latest] = await log();
  expect(latest).toMatchObject({
    seq: parts[1].entry,
    kind: 'code',
    action: 'roll-back',
    title: 'Rollback of web: 2.0 → 1.9',
    deploy: { id: parts[1].delivery, by: 'Tess Tester' },
  });
  expect((await admin.get(`${base}/fleet`)).body.apps[0].version).toBe('1.9');
});

test('follows what the tool reports afterwards', async () => {
  const { admin, developer, tool, then, back, courier, log } = await withHistory();
  const { body } = await back({ entry: then, code: true });
  await courier.tick();
  const part = async () => (await admin.get(`/api/log/${body.entry}`)).body.parts.at(-1);
  expect(await part()).toMatchObject({ status: 'taken' });
  expect((await log())[0]).toMatchObject({ action: 'start', isRunning: true });

  const { id, app, environment, version } = JSON.parse(tool.calls[0]?.body ?? '');
  const report = { id, app, environment, version };
  await developer.post('/api/deploys', { ...report, event: 'fail', reason: 'No such image' });
  expect(await part()).toMatchObject({ status: 'failed', words: 'No such image' });
  expect((await log())[0]).toMatchObject({
    action: 'start',
    outcome: { action: 'fail', title: 'Rollback of web to 1.9 failed' },
  });
});

test('has an entry of its own where config is as it was already', async () => {
  const { then, back, log, courier, tool } = await withHistory();
  const { body } = await back({ entry: then, code: true, reason: 'Slow' });
  expect(body).toMatchObject({ order: 'together', config: { changes: [] } });
  expect((await log())[0]).toMatchObject({
    seq: body.entry,
    action: 'back-to-here',
    title: `Back to entry ${then}: web 2.0 → 1.9`,
    reason: 'Slow',
  });
  await courier.tick();
  expect(tool.calls).toHaveLength(1);
});

test('says what it cannot do: nobody to ask, not there yet, nothing to do', async () => {
  const { then, back, developer, deploys, log } = await withHistory({ hook: false });
  await deploys('1.0', 'finish', { app: 'api' });
  const entries = (await log()).length;
  const { body } = await back({ entry: then, code: true });
  expect(body.entry).toBeNull();
  expect(body.code.map(({ words }: { words: string }) => words)).toEqual([
    'api was not deployed yet, and stays at 1.0',
    'web: 2.0 → 1.9; it has no hook: use your deploy tool',
  ]);
  expect(await log()).toHaveLength(entries);
  expect((await back({ entry: 9_999 })).body.detail).toBe(
    'There is no entry 9999 in the deploy log',
  );
  expect((await back({ entry: 1 })).body.detail).toBe('production had no release yet at entry 1');
  expect((await developer.get('/api/environments/production/rollback?entry=0')).status).toBe(422);
});

test('a viewer may not', async () => {
  const { viewer, base, then } = await withHistory();
  expect((await viewer.post(`${base}/rollback`, { entry: then })).status).toBe(403);
});

test('code that goes back below what is live is warned of, and listed', async () => {
  const { turnOn, deploys, switchNow } = await withHistory();
  const change = await turnOn();
  const { body } = await deploys('1.9', 'roll-back');
  expect(body.required).toEqual([
    { change, title: 'New checkout', app: 'web', version: '2.0', release: 2 },
  ]);
  expect(body.warnings).toEqual([
    `Change ${change}, “New checkout” (release 2), needs web 2.0, and there is 1.9 now`,
  ]);
  expect(body.rolledBack).toEqual([]);
  expect((await switchNow('awesome')).state).toBe('on');
  expect((await deploys('2.1', 'finish')).body.required).toEqual([]);
});

test('code that goes back takes along what needs it, if the policy wants that', async () => {
  const { turnOn, deploys, switchNow, admin, base, log } = await withHistory();
  await admin.patch(base, { policy: { whenCodeGoesBack: 'roll back' } });
  await turnOn();
  const { body } = await deploys('1.9', 'roll-back', { id: 'back' });
  expect(body.rolledBack).toEqual([2]);
  expect((await switchNow('awesome')).state).toBe('off');
  expect((await log())[0]).toMatchObject({
    action: 'rollback',
    reverts: 2,
    reason: 'web went back to 1.9',
  });
  const again = await deploys('1.9', 'roll-back', { id: 'back' });
  expect([again.status, again.body.rolledBack]).toEqual([200, []]);
});

test('deploying an older version counts as going back', async () => {
  const { turnOn, deploys, admin, base } = await withHistory();
  await admin.patch(base, { policy: { whenCodeGoesBack: 'roll back' } });
  await turnOn();
  expect((await deploys('1.9.5', 'finish')).body.rolledBack).toEqual([2]);
});
