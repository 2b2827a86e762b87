import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { listening } from '../testing/listening.ts';
import { production } from '../testing/production.ts';
import { createHolder } from '../testing/sdk.ts';
import { follow } from '../testing/sse.ts';
import { testApp } from '../testing/test-app.ts';
import { type Secret, sign } from '../you/token.ts';

const HOUR = 3_600_000;

/** Two servers on one database. */
async function two(stream: NonNullable<Parameters<typeof testApp>[0]>['stream']) {
  const place = await testDatabase();
  onTestFinished(() => place.destroy());
  const one = await production({ place, stream });
  const other = await testApp({ place, stream });
  const { headers, id } = await one.sdkKey();
  const browser = await one.sdkKey('browser');
  const address = await listening(other);
  const sdk = await follow(`${address}/sdk/stream`, headers);
  return { ...one, other, address, browser, id, sdk, first: await sdk.nth('ruleset') };
}

test('what one process releases reaches the SDKs of another', async () => {
  const { set, sdk, first, admin, base, id } = await two({ recheckMs: HOUR });
  const holder = createHolder();
  holder.take(first);
  for (let index = 1; index <= 5; index++) {
    await set('awesome', { salt: `p${index}` });
    await sdk.until(() => sdk.events.at(-1)?.data.release === index);
  }
  for (const event of sdk.events.slice(1)) holder.take(event);
  expect(holder.held?.ruleset.switches.awesome).toMatchObject({ salt: 'p5' });

  await admin.post(`${base}/secrets`);
  await sdk.until(() => sdk.events.some(({ data }) => data.secrets?.length === 2));
  await admin.delete(`${base}/keys/${id}`);
  await sdk.closed();
});

test('who joins at one process is told to the SDKs of another', async () => {
  const { publish, developer, base, sdk } = await two({ recheckMs: HOUR });
  await publish([{ kind: 'cohort', key: 'c', set: { title: 'C', open: true } }]);
  const { to } = (await sdk.nth('members')).data;
  await developer.request('PUT', `${base}/cohorts/c/members/u`);
  expect((await sdk.nth('members', 2)).data).toMatchObject({
    from: to,
    changes: [['c', 'u', true]],
  });
});

test('who joins at one process is told so on their pages at another', async () => {
  const { publish, developer, base, secrets, clock, address, browser } = await two({
    recheckMs: HOUR,
  });
  await publish([{ kind: 'cohort', key: 'c', set: { title: 'C', open: true } }]);
  const [secret] = (await secrets.listForSdk('production')) as Secret[] as [Secret];
  const iat = clock.now().getTime() / 1000;
  const page = await follow(`${address}/sdk/stream`, {
    ...browser.headers,
    'Switchyard-User': sign(secret, { user: 'u', iat, exp: iat + 60 }),
  });
  expect((await page.nth('you')).data.cohorts).toEqual([]);
  await developer.request('PUT', `${base}/cohorts/c/members/u`);
  expect((await page.nth('you', 2)).data.cohorts).toEqual(['c']);
});

test('what goes unheard is found by looking', async () => {
  const { place, sdk, admin, base, id } = await two({ recheckMs: 50 });
  // As a process does that dies before it can say so.
  await place.run(
    `insert into ruleset_items values ('production', 'segment', 's', '{"conditions":[]}', 1)`,
  );
  await place.run(`update environments set seq = 1`);
  const delta = await sdk.nth('delta');
  expect(delta.data.set).toEqual({ segments: { s: { conditions: [] } } });
  await place.run(`update sdk_keys set revoked_at = now() where id = '${id}'`);
  await sdk.closed();
  expect((await admin.get(`${base}/keys`)).status).toBe(200);
});

test('many processes publish at once, and none of it is lost or out of order', async () => {
  const { set, other, admin, viewer, base } = await two({ recheckMs: HOUR });
  const token = await other.as({ '*': 'admin' });
  const elsewhere = (key: string, salt: string) =>
    token.post(`${base}/releases`, { edits: [{ kind: 'switch', key, set: { salt } }] });
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, index) =>
      index % 2 ? set('a', { salt: `p${index}` }) : elsewhere('b', `p${index}`),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
  const numbers = answers.map(({ body }) => body.number).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: 40 }, (_, index) => index + 1));
  expect((await viewer.get(`${base}/releases`)).body.releases).toHaveLength(40);
  expect((await admin.get('/api/log/verify')).body).toMatchObject({ ok: true });
});
