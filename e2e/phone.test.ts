import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { goTo, openSwitch, see, signIn, slider } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

const phone = { width: 360, height: 740 };

journey(
  'on a phone every page fits its width, and a switch can be moved',
  async ({ yard, newcomer }) => {
    const page = await newcomer(phone);
    await signIn(page, yard.link);
    for (const place of ['Switches', 'Segments', 'Internal users', 'Deploy log', 'Settings']) {
      await goTo(page, place);
      await expectToFit(page);
    }
    const shop = await newcomer(phone);
    for (const path of ['/', '/crowd']) {
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

async function expectToFit(page: Page) {
  await page.waitForLoadState('networkidle').catch(() => undefined);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect([page.url(), width]).toEqual([page.url(), phone.width]);
}
