import type { BrowserContext, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Asked, Place } from '../src/testing/flag-server.ts';
import { candidateOf, messageOf, on } from '../src/testing/messages.ts';
import { startPages } from './testing/browser.ts';

let pages: Awaited<ReturnType<typeof startPages>>;
beforeAll(async () => {
  pages = await startPages();
});
afterAll(() => pages?.close());

const until = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { timeout: 60_000, interval: 50 });

let count = 0;
function place() {
  const url = `${pages.flags}/pages-${count++}`;
  const say = (told: Place) => fetch(url, { method: 'PUT', body: JSON.stringify(told) });
  const asked = async (): Promise<Asked> => (await fetch(url)).json();
  return { url, say, asked };
}

const begin = (page: Page | Frame, url: string) =>
  page.evaluate((url) => {
    globalThis.heard = [];
    globalThis.flags = Switchyard.createClient({ url, key: 'syb_test', onError() {} });
    for (const event of ['stale', 'recovered'] as const) flags.on(event, () => heard.push(event));
  }, url);
const isActive = (page: Page | Frame, key: string) =>
  page.evaluate((key) => flags.isActive(key), key);

async function open(context: BrowserContext, url: string) {
  const page = await context.newPage();
  await page.goto(pages.origin);
  await begin(page, url);
  return page;
}

const all = (tabs: readonly Page[], key: string) =>
  until(async () => {
    const active = await Promise.all(tabs.map((tab) => isActive(tab, key)));
    expect(active).toEqual(tabs.map(() => true));
  });

describe('eight tabs', () => {
  test('share one stream, all follow, and when its tab is closed another takes over', async () => {
    const { url, say, asked } = place();
    await say({ message: await messageOf({ one: on }) });
    const context = await pages.browser.newContext();
    const tabs = [];
    for (let count = 0; count < 8; count++) tabs.push(await open(context, url));
    await all(tabs, 'one');
    expect(await asked()).toMatchObject({ open: 1, streams: 1, rulesets: 0 });

    await say({ message: await messageOf({ one: on, two: on }, 2) });
    await all(tabs, 'two');
    await tabs.shift()?.close();
    await until(async () => expect(await asked()).toMatchObject({ open: 1, streams: 2 }));
    await say({ message: await messageOf({ one: on, two: on, three: on }, 3) });
    await all(tabs, 'three');
    // The server is not kept busy: a ninth page gets through to it.
    const last = tabs.at(-1) as Page;
    expect(await last.evaluate((url) => fetch(url).then(({ ok }) => ok), url)).toBe(true);
    await context.close();
  });

  test('let the one follow that is seen, and know all when they are seen again', async () => {
    const { url, say, asked } = place();
    await say({ message: await messageOf({ one: on }) });
    const context = await pages.browser.newContext();
    const [first, second] = [await open(context, url), await open(context, url)];
    await all([first, second], 'one');
    await show(first, 'hidden');
    await until(async () => expect(await asked()).toMatchObject({ open: 1, streams: 2 }));
    await say({ message: await messageOf({ one: on, two: on }, 2) });
    await all([second], 'two');
    expect(await isActive(first, 'two')).toBe(false);
    await show(first, 'visible');
    await all([first], 'two');
    expect(await asked()).toMatchObject({ open: 1, streams: 2, rulesets: 0 });
    await context.close();
  });
});

/** Tabs of a browser without a window are all seen. */
const show = (page: Page, state: DocumentVisibilityState) =>
  page.evaluate((state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, state);

test('a minute without the server: what rolls out goes, what is live stays, and all comes back', async () => {
  const { url, say } = place();
  const candidate = await candidateOf({ awesome: on }, { fresh: on });
  await say({ message: { ...(await messageOf({ awesome: on })), candidate } as never });
  const context = await pages.browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(pages.origin);
  await begin(page, url);
  await page.evaluate(() => flags.identify({ targetingKey: 'u1' }));
  await until(async () => expect(await isActive(page, 'fresh')).toBe(true));

  await say({ status: 503, cut: true });
  await page.clock.runFor(61_000);
  expect(await page.evaluate(() => heard)).toEqual(['stale']);
  expect(await isActive(page, 'fresh')).toBe(false);
  expect(await isActive(page, 'awesome')).toBe(true);

  await say({ status: 200 });
  await until(async () => {
    await page.clock.runFor(5_000);
    expect(await page.evaluate(() => heard)).toEqual(['stale', 'recovered']);
  });
  expect(await isActive(page, 'fresh')).toBe(true);
  await context.close();
});

test('a stream that falls silent is given up, and another is opened', async () => {
  const { url, say, asked } = place();
  await say({ message: await messageOf({ awesome: on }) });
  const context = await pages.browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(pages.origin);
  await begin(page, url);
  await until(async () => expect(await isActive(page, 'awesome')).toBe(true));
  await until(async () => {
    await page.clock.runFor(30_000);
    expect((await asked()).streams).toBeGreaterThan(1);
  });
  await context.close();
});

test('where streams do not get through a page polls, while somebody sees it', async () => {
  const { url, say, asked } = place();
  await say({ message: await messageOf({ awesome: on }), streams: 'refused' });
  const context = await pages.browser.newContext();
  const page = await context.newPage();
  await page.clock.install();
  await page.goto(pages.origin);
  await begin(page, url);
  await until(async () => {
    await page.clock.runFor(10_000);
    expect((await asked()).rulesets).toBeGreaterThan(4);
  });
  expect((await asked()).streams).toBe(2);
  await say({ message: await messageOf({ awesome: on, other: on }, 2) });
  await until(async () => {
    await page.clock.runFor(10_000);
    expect(await isActive(page, 'other')).toBe(true);
  });
  await context.close();
});

test('a page begins with what it knew when it is offline', async () => {
  const { url, say } = place();
  await say({ message: await messageOf({ awesome: on }) });
  const context = await pages.browser.newContext();
  const page = await open(context, url);
  await until(async () => expect(await isActive(page, 'awesome')).toBe(true));
  await say({ status: 503, cut: true });
  await page.goto(pages.origin);
  await begin(page, url);
  expect(await isActive(page, 'awesome')).toBe(true);
  const { source, synced } = await page.evaluate(() => flags.ready());
  expect([source, synced]).toEqual(['storage', false]);
  await context.close();
});

test('a page in a sandbox, without storage, cookies and locks, decides and follows all the same', async () => {
  const { url, say } = place();
  await say({ message: await messageOf({ awesome: on }) });
  const context = await pages.browser.newContext();
  const page = await context.newPage();
  await page.goto(`${pages.origin}/sandbox`);
  const frame = page.frames()[1] as Frame;
  await frame.waitForLoadState();
  const anonymousId = () => frame.evaluate(() => Switchyard.anonymousId());
  const id = await anonymousId();
  expect(id).toMatch(/^anon-[0-9a-f-]{36}$/);
  expect(await anonymousId()).toBe(id);
  await begin(frame, url);
  await until(async () => expect(await isActive(frame, 'awesome')).toBe(true));
  await say({ message: await messageOf({ awesome: on, other: on }, 2) });
  await until(async () => expect(await isActive(frame, 'other')).toBe(true));
  await context.close();
});

test('a visitor keeps the id that the cookie says', async () => {
  const context = await pages.browser.newContext();
  const page = await context.newPage();
  await page.goto(pages.origin);
  const id = await page.evaluate(() => Switchyard.anonymousId());
  const [cookie] = await context.cookies();
  expect(cookie).toMatchObject({ name: 'sy_anon', value: id, path: '/', sameSite: 'Lax' });
  await page.goto(pages.origin);
  expect(await page.evaluate(() => Switchyard.anonymousId())).toBe(id);
  await context.close();
});
