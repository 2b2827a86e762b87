import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createTestClient } from '@switchyard/sdk-node/testing';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createCustomers } from './customers.ts';
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

  test('lets the staff pin switches for themselves, and nobody else', async () => {
    const shop = await open({ 'night-trains': false });
    const staff = 'person=nora-finch';
    const pin = async (cookie: string, choice: string) =>
      fetch(`${shop}/pins`, {
        method: 'POST',
        headers: { cookie },
        body: new URLSearchParams({ key: 'night-trains', choice, path: '/crowd' }),
        redirect: 'manual',
      });
    const shown = async (cookie: string) =>
      (await fetch(`${shop}/account`, { headers: { cookie } })).text();
    expect(await shown(staff)).toContain('Pin switches');
    expect(await shown('person=lena-vogel')).not.toContain('Pin switches');
    expect((await pin('person=lena-vogel', 'on')).status).toBe(403);

    const pinned = await pin(staff, 'on');
    expect([pinned.status, pinned.headers.get('location')]).toEqual([303, '/crowd']);
    const cookie = pinned.headers.getSetCookie().find((each) => each.startsWith('sy_switches='));
    const both = `${staff}; ${cookie?.split(';')[0]}`;
    expect(await shown(both)).toMatch(/name="key" value="night-trains">.*?<option selected>on</s);
    const bypassed = await pin(both, 'bypass');
    expect(bypassed.headers.get('set-cookie')).toContain('sy_switches=; Max-Age=0');
  });

  test('shows the account, and proves it to nobody who is not signed in', async () => {
    const shop = await open({});
    const cookie = 'person=lena-vogel';
    const account = await (await fetch(`${shop}/account`, { headers: { cookie } })).text();
    expect(account).toContain('Lena Vogel, Leipzig. lena-vogel@example.com');
    const token = await fetch(`${shop}/user-token`, { headers: { cookie } });
    expect(await token.text()).toMatch(/^syu1\.test\./);
    expect(token.headers.get('cache-control')).toBe('no-store');
    expect((await fetch(`${shop}/user-token`)).status).toBe(403);
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

  test('sells what is in the basket, and empties it', async () => {
    const shop = await open({ checkout: true });
    const buyer = visitor(shop, 'buyer');
    expect(await buyer('GET', '/')).toContain('Your basket is empty.');
    expect(await buyer('POST', '/checkout')).toContain('Good day');
    expect(await buyer('POST', '/basket')).toContain('In your basket: 1.');
    expect(await buyer('POST', '/checkout')).toContain('Thank you');
    expect(await buyer('GET', '/')).toContain('Your basket is empty.');
  });

  test('declines a card now and then, and loses one order in five at the new checkout', async () => {
    for (const [design, isNew] of [
      ['old', false],
      ['new', true],
    ] as const) {
      const shop = await open({ checkout: true, 'new-checkout': isNew }, hundredths());
      for (let at = 0; at < 100; at++) {
        const buyer = visitor(shop, `buyer-${at}`);
        await buyer('POST', '/basket');
        await buyer('POST', '/checkout');
      }
      expect(await (await fetch(`${shop}/customers`)).text()).toContain(
        `The ${design} checkout</h2>\n      <p><strong>${isNew ? 22 : 2}</strong> of 100 failed`,
      );
    }
  });

  test('lets customers in who look around, fill baskets and check out, and sends them home', async () => {
    const shop = await open({ checkout: true });
    const page = async () => (await fetch(`${shop}/customers`)).text();
    expect(await page()).toContain('Let 5,000 customers in');

    const door = (are: string) =>
      fetch(`${shop}/customers`, { method: 'POST', body: new URLSearchParams({ are }) });
    expect(await (await door('in')).text()).toContain('Send them home');
    await vi.waitUntil(async () => /of [1-9]\d* failed/.test(await page()), { timeout: 20_000 });
    expect(await (await door('out')).text()).toContain('Let 5,000 customers in');
  });
});

type Switches = Parameters<typeof createTestClient>[0];

/** The address of a shop with these switches, which declines no card by chance. It closes with the test. */
async function open(switches: Switches, random = () => 0.5): Promise<string> {
  const server = createServer().listen(0);
  const address = `http://localhost:${(server.address() as AddressInfo).port}`;
  const customers = createCustomers(address);
  server.on('request', createShop({ flags: createTestClient(switches), customers, random }));
  onTestFinished(() => {
    customers.sendHome();
    server.close();
  });
  return address;
}

async function page(switches: Switches, path: string) {
  return (await fetch((await open(switches)) + path)).text();
}

/** Somebody with a browser of their own; answers the page they end up at. */
const visitor = (shop: string, name: string) => async (method: 'GET' | 'POST', path: string) =>
  (await fetch(shop + path, { method, headers: { cookie: `visitor=${name}` } })).text();

/** Chance without chance: each hundredth once. */
function hundredths() {
  let at = 0;
  return () => ((at++ % 100) + 0.5) / 100;
}
