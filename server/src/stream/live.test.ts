import { expect, test } from 'vitest';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { follow } from '../testing/sse.ts';

async function watching(options?: Parameters<typeof production>[0]) {
  const app = await production(options);
  await app.admin.post('/api/environments', { key: 'staging' });
  const address = await listening(app);
  const watch = async (grants: Parameters<typeof app.as>[0]) => {
    const headers = { authorization: `Bearer ${await app.tokenFor(grants)}` };
    const stream = await follow(`${address}/api/live`, headers);
    await stream.nth('heartbeat');
    return stream;
  };
  return { ...app, address, watch };
}

test('open pages hear what was released and logged, and fetch it themselves', async () => {
  const { watch, set } = await watching();
  const page = await watch({ '*': 'viewer' });
  const { body } = await set('awesome', {});
  const release = await page.nth('release');
  expect(release.data).toEqual({
    environment: 'production',
    number: 1,
    position: body.position,
    entry: body.entry,
  });
  expect((await page.nth('log')).data).toEqual({ seq: body.entry });
});

test('nobody hears of environments that they may not view', async () => {
  const { watch, set, admin } = await watching();
  const page = await watch({ staging: 'viewer' });
  await set('awesome', {});
  await admin.post('/api/environments', { key: 'other' });
  await admin.post('/api/environments/staging/releases', {
    edits: [{ kind: 'switch', key: 'awesome', set: {} }],
  });
  await page.nth('release');
  const told = page.events.filter(({ event }) => event !== 'heartbeat');
  expect(told.map(({ event }) => event).sort()).toEqual(['log', 'release']);
  expect(told.find(({ event }) => event === 'release')?.data.environment).toBe('staging');
});

test('open pages hear of trains and fleets that they may view', async () => {
  const { watch, facts } = await watching();
  const page = await watch({ staging: 'viewer' });
  facts.announce({ kind: 'train-changed', environment: 'production' });
  facts.announce({ kind: 'train-changed', environment: 'staging' });
  facts.announce({ kind: 'fleet-changed', environment: 'staging' });
  await page.nth('fleet');
  const told = page.events.filter(({ event }) => event === 'train' || event === 'fleet');
  expect(told).toEqual([
    { event: 'train', data: { environment: 'staging' } },
    { event: 'fleet', data: { environment: 'staging' } },
  ]);
});

test('open pages hear that a policy is another: it may be in the way of a departure', async () => {
  const { watch, as } = await watching();
  const page = await watch({ staging: 'viewer' });
  const admin = await as({ '*': 'admin' });
  await admin.patch('/api/environments/staging', { policy: { approvals: 2 } });
  await page.nth('train');
  expect(page.events.find(({ event }) => event === 'train')?.data).toEqual({
    environment: 'staging',
  });
});

test('heartbeats come again and again', async () => {
  const { watch } = await watching({ stream: { heartbeatMs: 20 } });
  const page = await watch({ '*': 'viewer' });
  expect((await page.nth('heartbeat', 3)).data).toEqual({});
});

test('who is not signed in hears nothing; a changed account has to come in again', async () => {
  const { address, watch, admin, streams } = await watching();
  expect((await fetch(`${address}/api/live`)).status).toBe(401);
  const page = await watch({ '*': 'viewer' });
  const { body } = await admin.get('/api/tokens');
  await admin.delete(`/api/tokens/${body.at(-1).id}`);
  await page.closed();
  const again = await watch({ '*': 'viewer' });
  streams.close();
  await again.closed();
});
