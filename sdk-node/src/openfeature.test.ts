import { OpenFeature, ProviderStatus } from '@openfeature/server-sdk';
import { expect, onTestFinished, test } from 'vitest';
import { provider } from './openfeature.ts';
import { definition } from './testing/fake-server.ts';
import { passing, startClient, startServer, until } from './testing/started.ts';

const switches = {
  plain: {},
  off: { state: 'off' as const },
  checkout: definition({ variants: [{ key: 'b', value: 'one-page' }] }),
  limit: definition({ variants: [{ key: 'low', value: 5 }] }),
  theme: definition({ variants: [{ key: 'dark', value: { dark: true } }] }),
  darkened: definition({ state: 'off', variants: [{ key: 'dark', value: { dark: true } }] }),
  forAlice: definition({
    state: 'conditional',
    rules: [{ id: 'r1', conditions: [{ type: 'user-in', users: ['alice'] }], serve: 'on' }],
  }),
};

async function started() {
  const server = await startServer(switches);
  const { flags, clock } = startClient(server);
  onTestFinished(() => OpenFeature.clearProviders());
  await OpenFeature.setProviderAndWait(provider(flags));
  return { server, flags, clock, client: OpenFeature.getClient() };
}

test('resolves values of every type, and says why', async () => {
  const { client } = await started();
  expect(await client.getBooleanValue('plain', false)).toBe(true);
  expect(await client.getBooleanValue('off', true)).toBe(false);
  expect(await client.getStringValue('checkout', 'plain')).toBe('one-page');
  expect(await client.getNumberValue('limit', 10)).toBe(5);
  expect(await client.getObjectValue('theme', {})).toEqual({ dark: true });
  expect(await client.getObjectDetails('darkened', { dark: false })).toMatchObject({
    value: { dark: false },
    reason: 'DISABLED',
    variant: 'off',
  });
  const alice = { targetingKey: 'alice' };
  expect(await client.getBooleanDetails('forAlice', false, alice)).toMatchObject({
    value: true,
    reason: 'TARGETING_MATCH',
    variant: 'on',
    flagMetadata: { ruleId: 'r1', release: 1 },
  });
});

test('tells the arm in the metadata while a release rolls out', async () => {
  const { server, client, flags } = await started();
  const everybody = { thousandths: 100_000 };
  server.rollOut({ switches: { plain: { state: 'off' } }, audience: everybody });
  await until(() => expect(flags.isActive('plain', { targetingKey: 'u1' })).toBe(false));
  expect(await client.getBooleanDetails('plain', true, { targetingKey: 'u1' })).toMatchObject({
    value: false,
    flagMetadata: { release: 2, arm: 'canary' },
  });
  expect(await client.getBooleanDetails('plain', false)).toMatchObject({
    value: true,
    flagMetadata: { release: 1, arm: 'none' },
  });
});

test('falls back, with an error code', async () => {
  const { client } = await started();
  expect(await client.getBooleanDetails('unheard-of', true)).toMatchObject({
    value: true,
    reason: 'ERROR',
    errorCode: 'FLAG_NOT_FOUND',
  });
  expect(await client.getStringDetails('limit', 'many')).toMatchObject({
    value: 'many',
    reason: 'ERROR',
    errorCode: 'TYPE_MISMATCH',
  });
});

test('tells of changes, and ends the client with itself', async () => {
  const { server, flags, client } = await started();
  const changed: unknown[] = [];
  client.addHandler(
    'PROVIDER_CONFIGURATION_CHANGED' as never,
    (detail?: { flagsChanged?: string[] }) => {
      changed.push(detail?.flagsChanged);
    },
  );
  server.publish({ ...switches, plain: { state: 'off' } });
  await until(() => expect(changed).toEqual([['plain']]));

  await OpenFeature.clearProviders();
  expect(await flags.ready()).toMatchObject({ status: 'closed' });
});

test('is in error without a ruleset, and ready as soon as there is one', async () => {
  const server = await startServer(switches);
  server.misbehave('stream', () => undefined);
  server.misbehave('ruleset', () => undefined);
  const { flags, clock } = startClient(server);
  onTestFinished(() => OpenFeature.clearProviders());
  const waiting = OpenFeature.setProviderAndWait(provider(flags));
  await passing(clock, 5000);
  await expect(waiting).rejects.toThrow('There is no ruleset yet');
  const client = OpenFeature.getClient();
  expect(await client.getBooleanDetails('plain', false)).toMatchObject({ reason: 'ERROR' });

  server.misbehave('stream', undefined);
  clock.advance(25_000);
  await passing(clock, 750);
  await until(() => expect(client.providerStatus).toBe(ProviderStatus.READY));
  expect(await client.getBooleanValue('plain', false)).toBe(true);
});
