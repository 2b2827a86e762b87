import type { AddressInfo } from 'node:net';
import { createTestClient } from '@switchyard/sdk-node/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createShop } from './shop.ts';

describe('the shop', () => {
  test('has its new front page and prices where awesome is active, and the old ones elsewhere', async () => {
    expect(await page({ awesome: true }, '/')).toMatch(/awesome new shop.*<s>€ 89<\/s> € 80/s);

    const old = await page({ awesome: false }, '/');
    expect(old).toContain('Good day');
    expect(old).not.toMatch(/awesome new shop|<s>/);
  });

  test('greets whom one chose to be', async () => {
    const shop = await open({});
    const chosen = await fetch(`${shop}/visit`, {
      method: 'POST',
      body: new URLSearchParams({ person: 'mei-tanaka', to: '/' }),
      redirect: 'manual',
    });
    const cookie = chosen.headers
      .getSetCookie()
      .map((each) => each.split(';')[0])
      .join('; ');

    expect(chosen.headers.get('location')).toBe('/');
    expect(await (await fetch(shop, { headers: { cookie } })).text()).toContain('Good day, Mei');
  });

  test('hides the workshop, page and link, from those who may not see it', async () => {
    const closed = await open({ workshop: false });
    expect((await fetch(`${closed}/workshop`)).status).toBe(404);
    expect(await (await fetch(closed)).text()).not.toContain('/workshop');

    const opened = await open({ workshop: true });
    expect((await fetch(`${opened}/workshop`)).status).toBe(200);
    expect(await (await fetch(opened)).text()).toContain('/workshop');
  });

  test('shows the checkout that was drawn', async () => {
    expect(await page({ checkout: true }, '/')).toContain('Three short steps');
    expect(await page({ checkout: true, 'checkout:one-page': 'b' }, '/')).toContain('one tap');
    expect(await page({ checkout: false, 'checkout:one-page': 'b' }, '/')).toContain(
      'Closed for a moment',
    );
  });

  test('counts a whole crowd at once', async () => {
    expect(await page({ awesome: true }, '/crowd')).toMatch(/<strong>60<\/strong> of 60/);
    expect(await page({ awesome: false }, '/crowd')).toMatch(/<strong>0<\/strong> of 60/);
  });

  test('finds goods by name, and says when there are none, whatever was asked', async () => {
    expect(await page({}, '/?q=tower')).not.toContain('Mail coach');
    expect(await page({}, '/?q=<script>')).toContain(
      'Nothing in stock is called “&#60;script&#62;”',
    );
  });
});

/** The address of a shop with these switches. It closes with the test. */
async function open(switches: Parameters<typeof createTestClient>[0]): Promise<string> {
  const server = createShop(createTestClient(switches)).listen(0);
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

async function page(switches: Parameters<typeof createTestClient>[0], path: string) {
  return (await fetch((await open(switches)) + path)).text();
}
