import { describe, expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import * as fleet from './service.ts';

async function withFleet() {
  const app = await production();
  const key = async (channel: string) => {
    const draft = { name: channel, kind: 'server', channel };
    const { body } = await app.admin.post(`${app.base}/keys`, draft);
    return app.client({ authorization: `Bearer ${body.secret}` });
  };
  const sdks = { live: await key('live'), princess: await key('princess') };
  const browser = app.client((await app.sdkKey('browser')).headers);
  let [sequence, deploys] = [0, 0];
  return {
    ...app,
    runs: (instance: string, version: string, channel: 'live' | 'princess' = 'live') =>
      sdks[channel].post('/sdk/reports', { instance, sequence: ++sequence, app: 'web', version }),
    claims: (instance: string, version: string) =>
      browser.post('/sdk/reports', { instance, sequence: ++sequence, app: 'web', version }),
    leaves: (instance: string) =>
      sdks.live.post('/sdk/reports', { instance, sequence: ++sequence, app: 'web', leaves: true }),
    reports: (event: string, version: string) =>
      app.developer.post('/api/deploys', {
        id: `${++deploys}`,
        app: 'web',
        environment: 'production',
        version,
        event,
      }),
    missing: (version: string) =>
      app.read((reading) => fleet.waitsFor(reading, 'production', [{ app: 'web', version }])),
    setApp: (settings: object) => app.admin.request('PUT', `${app.base}/apps/web`, settings),
  };
}

test('nothing is waited for where nothing is required', async () => {
  const { read } = await withFleet();
  expect(await read((reading) => fleet.waitsFor(reading, 'production', []))).toEqual([]);
});

test('both the log and the instances must have the code', async () => {
  const { missing, reports, runs } = await withFleet();
  expect(await missing('2.0')).toEqual([
    'web 2.0: no deploy of web to production has been reported as finished',
    'web 2.0: no instance reports that it is running',
  ]);
  await reports('finish', '1.9.3');
  for (const instance of ['a', 'b', 'c']) await runs(instance, '1.9.3');
  expect(await missing('2.0')).toEqual([
    'web 2.0: production has web 1.9.3',
    'web 2.0: 0 of 3 instances run it, 3 on 1.9.3',
  ]);
  await reports('start', '2.0.0');
  await runs('a', '2.0.0');
  await runs('b', '2.1.0');
  expect(await missing('2.0')).toHaveLength(2);
  await reports('finish', '2.0.0');
  expect(await missing('2.0')).toEqual(['web 2.0: 2 of 3 instances run it, 1 on 1.9.3']);
  await runs('c', '2.0.0');
  expect(await missing('2.0')).toEqual([]);
  await reports('roll-back', '1.9.3');
  expect(await missing('2.0')).toEqual(['web 2.0: production has web 1.9.3']);
});

test('an instance is gone after a minute of silence, and princess does not count', async () => {
  const { missing, reports, runs, clock } = await withFleet();
  await reports('finish', '2.0.0');
  await runs('old', '1.0.0');
  await runs('checked', '1.0.0', 'princess');
  clock.advance(30_000);
  await runs('new', '2.0.0');
  expect(await missing('2.0.0')).toEqual(['web 2.0.0: 1 of 2 instances run it, 1 on 1.0.0']);
  clock.advance(30_001);
  expect(await missing('2.0.0')).toEqual([]);
  clock.advance(30_000);
  expect(await missing('2.0.0')).toEqual(['web 2.0.0: no instance reports that it is running']);
});

test('what the public key of browsers says of instances does not count', async () => {
  const { missing, reports, claims, runs } = await withFleet();
  await reports('finish', '2.0.0');
  await claims('forged', '2.0.0');
  expect(await missing('2.0.0')).toEqual(['web 2.0.0: no instance reports that it is running']);
  await runs('a', '2.0.0');
  await claims('older', '1.0.0');
  expect(await missing('2.0.0')).toEqual([]);
});

test('an instance that says it leaves is waited for no longer', async () => {
  const { missing, reports, runs, leaves } = await withFleet();
  await reports('finish', '2.0.0');
  await runs('old', '1.0.0');
  await runs('new', '2.0.0');
  expect(await missing('2.0.0')).toHaveLength(1);
  await leaves('old');
  expect(await missing('2.0.0')).toEqual([]);
});

test('an application may count by the log alone, or from a share of its instances on', async () => {
  const { missing, reports, runs, setApp, admin, base } = await withFleet();
  await reports('finish', '2.0.0');
  expect((await setApp({ isLogOnly: true })).status).toBe(204);
  expect(await missing('2.0.0')).toEqual([]);
  await setApp({ share: 66_000 });
  await runs('a', '2.0.0');
  await runs('b', '1.0.0');
  expect(await missing('2.0.0')).toHaveLength(1);
  await runs('c', '2.0.0');
  expect(await missing('2.0.0')).toEqual([]);
  const { body } = await admin.get(`${base}/fleet`);
  expect(body.apps[0]).toMatchObject({ isLogOnly: false, share: 66_000, version: '2.0.0' });
  expect(body.apps[0].instances.map(({ instance }: { instance: string }) => instance)).toEqual([
    'a',
    'b',
    'c',
  ]);
  expect((await setApp({ share: 0 })).status).toBe(422);
  const log = await admin.get('/api/log?kind=audit&app=web');
  expect(log.body.entries.map(({ title }: { title: string }) => title)).toEqual([
    'web counts where at least 66 % of its instances run what is required',
    'web counts by the deploy log only',
  ]);
});

describe('versions that are not semantic', () => {
  test('are enough from the first deploy of the required one on', async () => {
    const { missing, reports, setApp } = await withFleet();
    await setApp({ isLogOnly: true });
    await reports('finish', 'aaa');
    expect(await missing('bbb')).toEqual(['web bbb: production has web aaa']);
    await reports('finish', 'bbb');
    expect(await missing('bbb')).toEqual([]);
    await reports('finish', 'ccc');
    expect(await missing('bbb')).toEqual([]);
  });

  test('are not enough after going back, by rollback or by deploying the older one again', async () => {
    const { missing, reports, runs } = await withFleet();
    for (const version of ['aaa', 'bbb', 'ccc']) await reports('finish', version);
    await runs('a', 'ccc');
    expect(await missing('bbb')).toEqual([]);
    await reports('roll-back', 'aaa');
    expect(await missing('bbb')).toEqual(['web bbb: production has web aaa']);
    await reports('roll-back', 'bbb');
    expect(await missing('bbb')).toEqual([]);
    await reports('finish', 'aaa');
    await runs('a', 'unheard-of');
    expect(await missing('bbb')).toEqual([
      'web bbb: production has web aaa',
      'web bbb: 0 of 1 instances run it, 1 on unheard-of',
    ]);
  });
});
