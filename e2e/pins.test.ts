import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { journey } from './testing/journey.ts';
import { startParts } from './testing/parts.ts';

journey(
  'the staff pin switches for themselves, which the open page keeps to, and nobody else can',
  { timeout: 300_000 },
  async ({ newcomer }) => {
    const { shopUrl } = await startParts();
    const [staff, visitor] = await Promise.all([newcomer(), newcomer()]);
    await enter(staff, 'nora-finch');
    await enter(visitor, 'lena-vogel');

    await staff.getByText('Pin switches').click();
    await staff.getByLabel('night-trains').selectOption('on');
    await nightTrains(staff).waitFor();
    expect(await staff.getByLabel('night-trains').inputValue()).toBe('on');
    await ruleset(staff);
    expect(await nightTrains(staff).isVisible()).toBe(true);

    const [cookie] = (await staff.context().cookies()).filter(({ name }) => name === 'sy_switches');
    expect(cookie?.httpOnly).toBe(true);
    const forged = (cookie?.value ?? '').replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    await visitor.context().addCookies([{ name: 'sy_switches', value: forged, url: shopUrl }]);
    await visitor.goto(`${shopUrl}/?switches=night-trains=on`);
    await ruleset(visitor);
    expect(await nightTrains(visitor).isVisible()).toBe(false);
    expect(await visitor.getByText('Pin switches').count()).toBe(0);

    await staff.getByLabel('night-trains').selectOption('bypass');
    await nightTrains(staff).waitFor({ state: 'hidden' });
    await staff.goto(`${shopUrl}/?switches=night-trains=on`);
    await nightTrains(staff).waitFor();
    await staff.goto(shopUrl);
    expect(await nightTrains(staff).isVisible()).toBe(false);

    async function enter(page: Page, person: string) {
      await page.request.post(`${shopUrl}/visit`, { form: { person, to: '/' } });
      await page.goto(shopUrl);
    }
  },
);

const nightTrains = (page: Page) => page.getByText(/Night trains: 22:10/);

/** Waits until the page has a ruleset of its own. */
const ruleset = (page: Page) =>
  page.waitForFunction(() =>
    Object.keys(localStorage).some((name) => localStorage.getItem(name)?.includes('night-trains')),
  );
