import type { Page } from 'playwright-core';
import { see, seeHeading } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

journey(
  'with the keyboard alone: sign in, find the switch, move the percentage, roll it back',
  async ({ yard, newcomer }) => {
    const shop = await newcomer();
    await shop.goto(yard.shopUrl);
    const page = await newcomer();
    await page.goto(yard.link);
    await seeHeading(page, 'You are in');
    await press(page, 'Skip for now');
    await see(page, '9 of 9 switches');

    await page.keyboard.press('/');
    await page.keyboard.type('awe');
    await see(page, '1 of 9 switches');
    await press(page, 'Awesome new shop');
    await seeHeading(page, 'Awesome new shop');

    await tabTo(page, 'Percentage of users');
    await page.keyboard.press('End');
    await see(shop, 'Welcome to the awesome new shop');
    await page.keyboard.press('Home');
    await see(shop, 'Good day');

    await press(page, 'Roll back release 3');
    await seeHeading(page, 'Roll back release 3');
    await see(page, '0 % → 100 %');
    await press(page, 'Roll back in development');
    await see(shop, 'Welcome to the awesome new shop');
  },
);

async function press(page: Page, name: string) {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
}

/** Presses Tab until what is focused has this name: its label, or its own words. */
async function tabTo(page: Page, name: string) {
  const passed: string[] = [];
  for (let steps = 0; steps < 150; steps++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(nameOfFocused);
    if (focused.toLowerCase() === name.toLowerCase()) return;
    passed.push(focused);
  }
  throw new Error(`Tab does not come to ${name}, but to: ${passed.join(' | ')}`);
}

function nameOfFocused(): string {
  let focused = document.activeElement;
  while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const words =
    focused?.getAttribute('aria-label') ?? focused?.querySelector('strong')?.textContent;
  return (words ?? focused?.textContent ?? '').trim();
}
