import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goTo, openSwitch, see, signIn, slider } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

const places = [
  'Switches',
  'Train',
  'Segments',
  'Cohorts',
  'Internal users',
  'Deploy log',
  'Metrics',
  'Fleet',
  'Settings',
];
const phone = { width: 360, height: 740 };

journey(
  'on a phone every page fits its width, and a switch can be moved',
  async ({ yard, newcomer }) => {
    const page = await newcomer(phone);
    await signIn(page, yard.link);
    for (const place of places) {
      await goTo(page, place);
      await expectToFit(page);
    }
    const shop = await newcomer(phone);
    for (const path of ['/customers', '/', '/crowd']) {
      await shop.goto(yard.shopUrl + path);
      await expectToFit(shop);
    }

    await openSwitch(page, 'Awesome new shop');
    await expectToFit(page);
    await slider(page).focus();
    await page.keyboard.press('End');
    await see(shop, '60 of 60 visitors');
  },
);

/** Looks for half a second, while what was asked for arrives. */
async function expectToFit(page: Page) {
  const widest = await page.evaluate(async () => {
    const until = performance.now() + 500;
    let most = 0;
    while (performance.now() < until) {
      most = Math.max(most, document.documentElement.scrollWidth);
      await new Promise(requestAnimationFrame);
    }
    return most;
  });
  expect([page.url(), widest]).toEqual([page.url(), phone.width]);
}
