import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { see } from './testing/acts.ts';
import { journey } from './testing/journey.ts';
import { startParts } from './testing/parts.ts';

const nightTrains = /Night trains: 22:10/;

journey(
  'who ticks the box has it in every page and every browser, and nobody else',
  { timeout: 300_000 },
  async ({ newcomer }) => {
    const { shopUrl } = await startParts();
    const [page, second, other] = await Promise.all([newcomer(), newcomer(), newcomer()]);
    await enter(page, shopUrl, 'Lena Vogel');
    const open = await page.context().newPage();
    await open.goto(shopUrl);
    await enter(second, shopUrl, 'Lena Vogel');
    await enter(other, shopUrl, 'Tomás Rey');
    const all = [page, open, second, other];
    for (const each of all) await see(each, /Serving release 1/);
    expect(await Promise.all(all.map(has))).toEqual([false, false, false, false]);

    // A tab behind another one draws once a second.
    await page.bringToFront();
    const box = page.getByRole('checkbox', { name: 'Bleeding edge' });
    const ticked = await toggled(page);
    console.log(`Opted in: shown in ${await followed('visible', ticked)}`);
    await see(page, 'You now take part in Bleeding edge.');
    await second.reload();
    await second.getByText(nightTrains).waitFor();
    await second.getByRole('checkbox', { name: 'Bleeding edge', checked: true }).waitFor();
    expect(await nextRequest(other, false)).toBe(false);
    expect(await has(other)).toBe(false);

    const unticked = await toggled(page);
    console.log(`Opted out: gone from ${await followed('hidden', unticked)}`);
    await box.check();
    await see(page, 'You now take part in Bleeding edge.');
    await second.getByText(nightTrains).waitFor();

    /** Waits until all have followed, and tells how long each took. */
    async function followed(state: 'visible' | 'hidden', since: number) {
      const took = async (what: string, done: Promise<unknown>) => {
        await done;
        return `${what} after ${Math.round(performance.now() - since)} ms`;
      };
      const shown = (each: Page) => each.getByText(nightTrains).waitFor({ state });
      const all = [
        took('the page', shown(page)),
        took('another tab', shown(open)),
        took('another browser', shown(second)),
        took('the next request', nextRequest(page, state === 'visible')),
      ];
      return (await Promise.all(all)).join(', ');
    }
  },
);

async function enter(page: Page, shopUrl: string, name: string) {
  await page.goto(`${shopUrl}/account`);
  await page.getByLabel('Shopping as').selectOption({ label: name });
  await see(page, `${name}, `);
}

/** Presses the key that ticks the box, and tells when. */
async function toggled(page: Page) {
  await page.getByRole('checkbox', { name: 'Bleeding edge' }).focus();
  const at = performance.now();
  await page.keyboard.press('Space');
  return at;
}

const has = (page: Page) => page.getByText(nightTrains).isVisible();

/** Requests the front page until it is as wanted, and answers how it is. */
async function nextRequest(page: Page, wanted: boolean) {
  for (;;) {
    const answer = await page.request.get(new URL('/', page.url()).href);
    const shows = !/id="night-trains"[^>]*hidden/.test(await answer.text());
    if (shows === wanted) return shows;
  }
}
