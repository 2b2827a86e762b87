import { createHash } from 'node:crypto';
import { canonicalJson, readRuleset } from '@switchyard/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { production } from '../testing/production.ts';
import { build } from './build.ts';
import { names } from './etag.ts';

test('an SDK gets the ruleset with its position, once', async () => {
  const { sdkKey, client, set, app } = await production();
  await set('awesome', { state: 'on' });
  const { headers } = await sdkKey();
  const response = await app.request('/sdk/ruleset', { headers });
  const text = await response.text();
  const message = JSON.parse(text);
  expect(readRuleset(message, undefined, sha256).ok).toBe(true);
  expect(message).toMatchObject({ environment: 'production', release: 1 });
  const etag = response.headers.get('etag');
  expect(etag).toBe(`"${message.position}"`);
  expect(response.headers.get('content-type')).toBe('application/json');

  const again = client({ ...headers, 'if-none-match': etag as string });
  expect(await again.get('/sdk/ruleset')).toMatchObject({ status: 304, body: '' });
  await set('awesome', { state: 'off' });
  expect((await again.get('/sdk/ruleset')).status).toBe(200);
});

test('what has just been published is served at once', async () => {
  const { sdkKey, client, set } = await production();
  const sdk = client((await sdkKey()).headers);
  for (let index = 0; index < 20; index++) {
    const { body } = await set('awesome', { salt: `p${index}` });
    const served = await sdk.get('/sdk/ruleset');
    expect(served.body).toMatchObject({ position: body.position, checksum: body.checksum });
  }
});

test('an environment without a release has an empty ruleset', async () => {
  const { sdkKey, client } = await production();
  const { body } = await client((await sdkKey()).headers).get('/sdk/ruleset');
  expect(body).toMatchObject({ release: 0, ruleset: { switches: {} } });
  expect(body.position).toMatch(/:0$/);
});

test('browser keys get what browsers may know', async () => {
  const { sdkKey, client, set } = await production();
  await set('hidden', {});
  await set('shown', { clientSide: true });
  const { body } = await client((await sdkKey('browser')).headers).get('/sdk/ruleset');
  expect(Object.keys(body.ruleset.switches)).toEqual(['shown']);
  expect(readRuleset(body, undefined, sha256).ok).toBe(true);
});

test('without a valid key there is nothing', async () => {
  const { client, admin } = await production();
  expect((await client().get('/sdk/ruleset')).status).toBe(401);
  expect((await client({ authorization: 'Bearer sys_x' }).get('/sdk/ruleset')).status).toBe(401);
  expect((await admin.get('/sdk/ruleset')).status).toBe(401);
});

test('explaining says who gets it and why', async () => {
  const { set, viewer, base } = await production();
  const rules = [
    {
      id: 'gold',
      conditions: [{ type: 'attribute-in', attribute: 'plan', values: ['gold'] }],
      serve: 'on',
    },
  ];
  await set('awesome', { state: 'conditional', rules });
  await set('other', { state: 'on' });
  const context = { targetingKey: 'u', plan: 'gold' };
  const { body } = await viewer.post(`${base}/explain`, { context, switches: ['awesome', 'nope'] });
  expect(body).toMatchObject([
    { key: 'awesome', resolution: { active: true, ruleId: 'gold' } },
    { key: 'nope', resolution: { active: false, errorCode: 'FLAG_NOT_FOUND' } },
  ]);
  expect(body[0].steps.at(-1)).toMatchObject({ kind: 'rule', number: 1, verdict: true });
  const all = await viewer.post(`${base}/explain`, { context: {} });
  expect(all.body.map(({ key }: { key: string }) => key)).toEqual(['awesome', 'other']);
});

test('explaining knows who opted in', async () => {
  const { publish, developer, viewer, base } = await production();
  const conditions = [{ type: 'in-cohort', cohort: 'c' }];
  await publish([
    { kind: 'cohort', key: 'c', set: { title: 'C', open: true } },
    {
      kind: 'switch',
      key: 'awesome',
      set: { state: 'conditional', rules: [{ id: 'r', conditions, serve: 'on' }] },
    },
  ]);
  await developer.request('PUT', `${base}/cohorts/c/members/7`);
  const isActiveFor = async (targetingKey: unknown) => {
    const { body } = await viewer.post(`${base}/explain`, { context: { targetingKey } });
    return body[0].resolution.active;
  };
  expect([await isActiveFor(7), await isActiveFor('8')]).toEqual([true, false]);
});

test('a build is spliced together as canonical JSON would write it', () => {
  const keys = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,8}(:[a-z0-9]{1,4})?$/);
  const things = fc.dictionary(keys, fc.jsonValue());
  const rulesets = fc.record({
    switches: things,
    segments: things,
    cohorts: things,
    internalUsers: fc.jsonValue(),
  });
  const place = { environment: 'production', epoch: 'e', seq: 7, release: 3 };
  fc.assert(
    fc.property(rulesets, (ruleset) => {
      const built = build(place, ruleset as never);
      const text = canonicalJson(ruleset);
      expect(built.checksum).toBe(sha256(text));
      expect(canonicalJson(JSON.parse(String(built.body)).ruleset)).toBe(text);
      const [event, id, data] = String(built.event).split('\n');
      expect([event, id]).toEqual(['event: ruleset', 'id: e:7']);
      expect(data).toBe(`data: ${built.body}`);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test.each([
  ['"e:1"', true],
  ['W/"e:1"', true],
  ['"e:0", "e:1"', true],
  ['*', true],
  ['"e:2"', false],
  ['e:1', false],
  [undefined, false],
])('If-None-Match %s', (header, expected) => {
  expect(names(header, 'e:1')).toBe(expected);
});

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
