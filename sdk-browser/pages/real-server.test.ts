import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { listening } from '../../server/src/testing/listening.ts';
import { production } from '../../server/src/testing/production.ts';
import { type Secret, sign } from '../../server/src/you/token.ts';
import type * as Sdk from '../src/index.ts';
import { startPages } from './testing/browser.ts';

let pages: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages?.close());

const until = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { timeout: 60_000, interval: 50 });

const inCohort = { type: 'in-cohort', cohort: 'beta' };
const isAlice = { type: 'user-in', users: ['alice'] };
const when = (condition: object) => ({
  state: 'conditional',
  rules: [{ id: 'r', conditions: [condition], serve: 'on' }],
  clientSide: true,
});

/** A server with two switches and a cohort, and a way to look at it as somebody. */
async function withServer() {
  const app = await production();
  await app.publish([
    { kind: 'cohort', key: 'beta', set: { title: 'Beta', open: true } },
    { kind: 'switch', key: 'awesome', set: when(inCohort) },
    { kind: 'switch', key: 'staff', set: when(isAlice) },
    { kind: 'switch', key: 'hidden', set: { state: 'on', clientSide: false } },
  ]);
  const url = await listening(app);
  const { id, headers } = await app.sdkKey('browser');
  const key = headers.authorization.slice('Bearer '.length);
  const [secret] = await app.secrets.listForSdk('production');
  const iat = app.clock.now().getTime() / 1000;
  const look = async (context: BrowserContext, user: string) => {
    const page = await context.newPage();
    await page.goto(pages.origin);
    const userToken = sign(secret as Secret, { user, iat, exp: iat + 3_600 });
    await page.evaluate(
      (options) => {
        globalThis.flags = Switchyard.createClient({ ...options, onError() {} });
        return flags.ready();
      },
      { url, key, userToken, context: { targetingKey: user } } satisfies Sdk.ClientOptions,
    );
    return page;
  };
  return { ...app, keyId: id, look };
}

const serves = (page: Page, awesome: boolean, staff: boolean) =>
  until(async () => {
    const served = await page.evaluate(() =>
      ['awesome', 'staff', 'hidden'].map((key) => flags.isActive(key)),
    );
    expect(served).toEqual([awesome, staff, false]);
  });

test('pages of a real server: opting in and out in every browser, a kill, a revoked key', async () => {
  const { look, admin, developer, base, keyId } = await withServer();
  const [one, two] = await Promise.all([pages.browser.newContext(), pages.browser.newContext()]);
  const [page, tab, elsewhere, other] = [
    await look(one, 'alice'),
    await look(one, 'alice'),
    await look(two, 'alice'),
    await look(two, 'bob'),
  ];
  await Promise.all([page, tab, elsewhere].map((each) => serves(each, false, true)));
  await serves(other, false, false);

  const shown = await page.evaluate(() => Switchyard.cohorts(flags));
  expect(shown).toEqual([
    { key: 'beta', title: 'Beta', isOpen: true, isFull: false, isMember: false },
  ]);
  await page.evaluate(() => Switchyard.joinCohort(flags, 'beta'));
  expect(await page.evaluate(() => flags.isActive('awesome'))).toBe(true);
  await Promise.all([tab, elsewhere].map((each) => serves(each, true, true)));
  await serves(other, false, false);

  await tab.evaluate(() => Switchyard.leaveCohort(flags, 'beta'));
  await Promise.all([page, tab, elsewhere].map((each) => serves(each, false, true)));
  const joined = (each: Page) => each.evaluate(() => Switchyard.joinCohort(flags, 'beta'));
  // A token from before does not serve any more; a tab of the same browser has been given another.
  await expect(joined(elsewhere)).rejects.toThrow(/answered 401: .*left/);
  await joined(page);
  await Promise.all([page, tab, elsewhere].map((each) => serves(each, true, true)));

  const killed = await developer.post(`${base}/switches/awesome/kill`);
  expect(killed.status).toBeLessThan(300);
  await Promise.all([page, tab, elsewhere].map((each) => serves(each, false, true)));

  await admin.delete(`/api/environments/production/keys/${keyId}`);
  await serves(page, false, true);
  await Promise.all([one.close(), two.close()]);
});
