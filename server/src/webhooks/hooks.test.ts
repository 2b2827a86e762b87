import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { deployTool } from '../testing/deploy-tool.ts';
import { production } from '../testing/production.ts';
import { createCourier } from './courier.ts';
import * as webhooks from './service.ts';

async function withHook(options: Parameters<typeof production>[0] = {}) {
  const tool = await deployTool();
  const app = await production({ allowPrivateHooks: true, ...options });
  const { admin, base, read, work, clock } = app;
  const made = await admin.post(`${base}/hooks`, { app: 'web', url: tool.url });
  const { hook, secret } = made.body;
  const order = (entry = 7) =>
    work((each) =>
      webhooks.order(each, 'production', {
        app: 'web',
        from: '2.0',
        to: '1.9',
        entry,
        reason: 'Checkout fails',
        notBefore: each.now,
      }),
    );
  const deliveries = async () =>
    (await admin.get(`${base}/hooks/${hook.id}/deliveries`)).body.deliveries;
  /** How the latest delivery stands. */
  const state = async () => {
    const [latest] = await deliveries();
    return [latest.status, latest.attempts, latest.outcome];
  };
  return { ...app, tool, hook, secret, order, deliveries, state, read, clock };
}

test('a hook is made by an administrator, and its secret is told once', async () => {
  const { admin, driver, base, hook, secret, tool } = await withHook();
  expect(secret).toMatch(/^syh_\w{43}$/);
  expect(hook).toMatchObject({ app: 'web', url: tool.url });
  const listed = await admin.get(`${base}/hooks`);
  expect(listed.body).toEqual({ hooks: [hook] });
  expect(JSON.stringify(listed.body)).not.toContain(secret);
  expect((await driver.get(`${base}/hooks`)).status).toBe(403);
  const again = await admin.post(`${base}/hooks`, { app: 'web', url: tool.url });
  expect([again.status, again.body.detail]).toEqual([
    409,
    'web has a hook in production already. Remove it first',
  ]);
  const log = (await admin.get('/api/log?kind=audit&app=web')).body.entries;
  expect(log[0].title).toBe(`Made a rollback hook for web: ${new URL(tool.url).origin}`);
  expect((await admin.delete(`${base}/hooks/${hook.id}`)).status).toBe(204);
  expect((await admin.get(`${base}/hooks`)).body).toEqual({ hooks: [] });
  expect((await admin.delete(`${base}/hooks/${hook.id}`)).status).toBe(404);
});

test('private addresses are refused unless the server is configured to allow them', async () => {
  const { admin, base } = await production();
  for (const [url, words] of [
    ['http://127.0.0.1:8080/', '127.0.0.1 is not a public address'],
    ['http://localhost:8080/', 'localhost (127.0.0.1) is not a public address'],
    ['ftp://deploy.example.com/', 'is not an address such as'],
    ['https://me:secret@deploy.example.com/', 'must not have a password in it'],
  ] as const) {
    const { status, body } = await admin.post(`${base}/hooks`, { app: 'web', url });
    expect([status, body.detail]).toEqual([422, expect.stringContaining(words)]);
  }
});

test('a call is signed, says what is wanted, and is done when the tool says so', async () => {
  const { tool, secret, order, courier, state, clock } = await withHook();
  tool.says(200, { status: 'done', words: 'Rolled back in 12 s' });
  const delivery = await order();
  await courier.tick();

  const [call, ...others] = tool.calls;
  expect(others).toEqual([]);
  const body = JSON.parse(call?.body ?? '');
  expect(body).toEqual({
    event: 'roll-back',
    id: delivery?.id,
    environment: 'production',
    app: 'web',
    from: '2.0',
    version: '1.9',
    entry: 7,
    reason: 'Checkout fails',
    requestedBy: 'Tess Tester',
    requestedAt: clock.now().toISOString(),
  });
  const seconds = Math.floor(clock.now().getTime() / 1000);
  const digest = createHmac('sha256', secret).update(`${seconds}.${call?.body}`).digest('hex');
  expect(call?.headers['switchyard-signature']).toBe(`t=${seconds},v1=${digest}`);
  expect(call?.headers['switchyard-delivery']).toBe(delivery?.id);
  expect(await state()).toEqual(['done', 1, 'Rolled back in 12 s']);
});

test('a call that fails is tried again, later each time, and then given up', async () => {
  const { tool, order, courier, state, clock } = await withHook();
  tool.says(503);
  await order();
  await courier.tick();
  expect(await state()).toEqual(['waiting', 1, 'It answered 503; tried again in 1 s']);
  await courier.tick();
  expect(tool.calls).toHaveLength(1);
  clock.advance(1_000);
  tool.answers((response) => response.destroy());
  await courier.tick();
  const [status, attempts, outcome] = await state();
  expect([status, attempts]).toEqual(['waiting', 2]);
  expect(outcome).toMatch(/^It did not answer: .+; tried again in 5 s$/);
  tool.says(500);
  for (let count = 0; count < 20; count++) {
    clock.advance(60_000);
    await courier.tick();
  }
  const ended = await state();
  expect(ended[0]).toBe('failed');
  expect(tool.calls.length).toBeLessThan(10);
  const ids = new Set(tool.calls.map(({ headers }) => headers['switchyard-delivery']));
  expect(ids.size).toBe(1);
});

test.each([
  [404, 'It answered 404'],
  [307, 'It answered 307: redirects are not followed'],
])('an answer of %i is final', async (status, words) => {
  const { tool, order, courier, state } = await withHook();
  tool.says(status);
  await order();
  await courier.tick();
  expect(await state()).toEqual(['failed', 1, words]);
});

test('nobody is asked when it is too late, or has been asked for something else since', async () => {
  const { tool, order, courier, deliveries, clock } = await withHook();
  await order(7);
  await order(8);
  clock.advance(16 * 60_000);
  await courier.tick();
  expect(tool.calls).toEqual([]);
  const ends = (await deliveries()).map(({ status, entry, outcome }: Record<string, unknown>) => [
    entry,
    status,
    outcome,
  ]);
  expect(ends.sort()).toEqual([
    [7, 'failed', 'Entry 8 asks for something else'],
    [8, 'failed', 'Too late: nobody was asked in time'],
  ]);
});

test('what the tool reports while it is still being called counts', async () => {
  const { tool, order, courier, state, developer } = await withHook();
  tool.answers(async (response, { body }) => {
    const { id, app, environment, version } = JSON.parse(body);
    const report = { id, app, environment, version, event: 'roll-back' };
    await developer.post('/api/deploys', report);
    response.writeHead(202).end('{}');
  });
  await order();
  await courier.tick();
  expect(await state()).toEqual(['done', 1, 'It is through']);
});

test('a test calls the hook and asks for nothing', async () => {
  const { tool, courier, admin, base, hook, state } = await withHook();
  const { status, body } = await admin.post(`${base}/hooks/${hook.id}/test`);
  expect([status, body.status, body.entry]).toEqual([202, 'waiting', null]);
  await courier.tick();
  expect(JSON.parse(tool.calls[0]?.body ?? '').event).toBe('test');
  expect(await state()).toEqual(['done', 1, 'It answered 204']);
  expect((await admin.get('/api/log')).body.entries).toEqual([]);
});

test('of several processes on one database, one calls', async () => {
  const place = await testDatabase();
  const { order, tool, runner, facts, clock, report, courier, state } = {
    ...(await withHook({ place })),
    report: () => {},
  };
  await order();
  const others = Array.from({ length: 4 }, () =>
    createCourier({
      runner,
      facts,
      clock: clock.now,
      masterKey: Buffer.alloc(32, 7),
      allowPrivate: true,
      settled: async () => {},
      report,
    }),
  );
  await Promise.all([courier, ...others].map((each) => each.tick()));
  expect(tool.calls).toHaveLength(1);
  expect((await state())[1]).toBe(1);
});

test('a process that is gone in the middle of a call is followed by another', async () => {
  const { order, tool, runner, facts, clock, courier, state } = await withHook();
  await order();
  const doomed = createCourier({
    // It reads and claims, and never gets to write what came of it.
    runner: { ...runner, write: onlyOnce(runner.write) },
    facts,
    clock: clock.now,
    masterKey: Buffer.alloc(32, 7),
    allowPrivate: true,
    settled: async () => {},
    report: () => {},
  });
  await expect(doomed.tick()).rejects.toThrow('gone');
  await courier.tick();
  expect([tool.calls.length, (await state())[0]]).toEqual([1, 'waiting']);
  clock.advance(30_000);
  await courier.tick();
  expect([tool.calls.length, await state()]).toEqual([
    2,
    ['taken', 2, 'It answered 204; what comes of it is not reported yet'],
  ]);
});

test('a hook whose secret does not open any more fails in words', async () => {
  const { order, courier: _, runner, facts, clock, state } = await withHook();
  await order();
  const other = createCourier({
    runner,
    facts,
    clock: clock.now,
    masterKey: Buffer.alloc(32, 8),
    allowPrivate: true,
    settled: async () => {},
    report: () => {},
  });
  await other.tick();
  expect((await state())[2]).toMatch('the master key is another one');
});

function onlyOnce(write: Parameters<typeof createCourier>[0]['runner']['write']): typeof write {
  let count = 0;
  return (...given) => (count++ === 0 ? write(...given) : Promise.reject(new Error('gone')));
}
