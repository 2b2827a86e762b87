import type { Page } from 'playwright-core';
import { goTo, openSwitch, see, seeHeading, signIn, slider } from './testing/acts.ts';
import { journey } from './testing/journey.ts';

journey(
  'a switch flips in a running shop, is seen in the log, is rolled back, and flips again',
  async ({ yard, newcomer }) => {
    const admin = await newcomer();
    const shop = await newcomer();
    await shop.goto(yard.shopUrl);
    const crowd = await shop.context().newPage();
    await crowd.goto(`${yard.shopUrl}/crowd`);
    await see(shop, 'Good day');
    await see(crowd, '0 of 60 visitors');

    await signIn(admin, yard.link);
    await openSwitch(admin, 'Awesome new shop');
    await slider(admin).focus();
    const moved = performance.now();
    await admin.keyboard.press('End');
    await see(shop, 'Welcome to the awesome new shop');
    console.log(`From the slider to the shop's page: ${Math.round(performance.now() - moved)} ms`);
    await see(crowd, '60 of 60 visitors');

    await goTo(admin, 'Deploy log');
    await see(admin, /^awesome: percentage .* 0 % → 100 %$/);
    await rollBack(admin, 2, '100 % → 0 %');
    await see(shop, 'Good day');
    await see(crowd, '0 of 60 visitors');
    await see(admin, /rolled back by release/);

    await rollBack(admin, 3, '0 % → 100 %');
    await see(shop, 'Welcome to the awesome new shop');
    await see(crowd, '60 of 60 visitors');
  },
);

/** Rolls a release back from the log, having been shown what that changes. */
async function rollBack(page: Page, release: number, words: string) {
  await page.getByRole('button', { name: `Roll back release ${release}` }).click();
  await seeHeading(page, `Roll back release ${release}`);
  await see(page, words);
  await page.getByRole('button', { name: 'Roll back in Development' }).click();
  await see(page, /^Rolled back. Live as release/);
}
