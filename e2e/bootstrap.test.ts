import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { see } from './testing/acts.ts';
import { journey } from './testing/journey.ts';
import { startParts } from './testing/parts.ts';

journey(
  'a page shows from its first paint on what it shows in the end, however slow its scripts are',
  { timeout: 300_000 },
  async ({ newcomer }) => {
    const { shopUrl } = await startParts();
    const account = await newcomer();
    await account.goto(`${shopUrl}/account`);
    await account.getByLabel('Shopping as').selectOption({ label: 'Lena Vogel' });
    const box = account.getByRole('checkbox', { name: 'Bleeding edge' });
    await box.check();
    await see(account, 'You now take part in Bleeding edge.');

    const same = await newcomer();
    await same.request.post(`${shopUrl}/visit`, { form: { person: 'lena-vogel', to: '/' } });
    const member = await watched(same, shopUrl);
    expect(await member.seen()).toEqual({ atFirstPaint: 'shown', states: ['shown'] });
    const visitor = await watched(await newcomer(), shopUrl);
    expect(await visitor.seen()).toEqual({ atFirstPaint: 'hidden', states: ['hidden'] });

    // That the page is alive, and would have been seen to change.
    await box.uncheck();
    await member.page.getByText(/Night trains: 22:10/).waitFor({ state: 'hidden' });
    expect((await member.seen()).states).toEqual(['shown', 'hidden']);
  },
);

/** A page on a slow computer and a slow network, in the state in which its own answers are there. */
async function watched(page: Page, address: string) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 6 });
  await page.addInitScript(watch);
  await page.route(/user-token|\/sdk\//, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  const streaming = page.waitForResponse(/\/sdk\/stream/);
  await page.goto(address);
  await streaming;
  await page.waitForFunction(() =>
    Object.keys(localStorage).some(
      (name) => name.startsWith('switchyard') && localStorage.getItem(name)?.includes('night'),
    ),
  );
  const seen = () =>
    page.evaluate(() => ({
      atFirstPaint: document.documentElement.dataset.atFirstPaint,
      states: document.documentElement.dataset.states?.split(' '),
    }));
  return { page, seen };
}

/** Runs before everything else in the page: notes each state in which the element ever was. */
function watch() {
  const states: string[] = [];
  let atFirstPaint: string | undefined;
  const note = () => {
    const element = document.getElementById('night-trains');
    const state = element?.checkVisibility() ? 'shown' : 'hidden';
    if (element && states.at(-1) !== state) states.push(state);
    const { dataset } = document.documentElement ?? {};
    if (dataset) Object.assign(dataset, { atFirstPaint, states: states.join(' ') });
  };
  new MutationObserver((changes) => {
    if (changes.some(({ target }) => target !== document.documentElement)) note();
  }).observe(document, { subtree: true, childList: true, attributes: true });
  new PerformanceObserver(() => {
    atFirstPaint ??= states.at(-1);
    note();
  }).observe({ type: 'paint', buffered: true });
  const frame = () => {
    note();
    requestAnimationFrame(frame);
  };
  frame();
}
