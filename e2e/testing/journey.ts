import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { test as plain } from 'vitest';
import { findChromium } from '../../scripts/steps/chromium.mjs';
import { root } from '../../scripts/steps/run.mjs';
import { startYard, type Yard } from './yard.ts';

/** Generous: nothing here says how fast anything is. */
const PATIENCE_MS = 30_000;

export interface Journey {
  yard: Yard;
  browser: Browser;
  /** Somebody with a browser of their own: cookies are not shared. */
  newcomer: (options?: { width?: number; height?: number }) => Promise<Page>;
}

/** A test from the outside: real programs, a real browser. Its pages are kept as pictures when it fails. */
export const journey = plain.extend<Journey>({
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter.
  yard: async ({}, use) => {
    const yard = await startYard();
    await use(yard);
    await yard.stop();
  },
  browser: [
    // biome-ignore lint/correctness/noEmptyPattern: vitest reads the parameter.
    async ({}, use) => {
      const browser = await chromium.launch({
        executablePath: findChromium() ?? chromium.executablePath(),
        args: ['--disable-gpu', '--disable-background-networking', '--no-first-run', ...asRoot],
      });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  newcomer: async ({ browser, task }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ width = 1280, height = 900 } = {}) => {
      const context = await browser.newContext({ viewport: { width, height } });
      context.setDefaultTimeout(PATIENCE_MS);
      contexts.push(context);
      return context.newPage();
    });
    if (task.result?.state === 'fail') await picture(contexts, task.name);
    for (const context of contexts) await context.close();
  },
});

const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

async function picture(contexts: readonly BrowserContext[], name: string) {
  const folder = join(root, 'test-results');
  mkdirSync(folder, { recursive: true });
  const pages = contexts.flatMap((context) => context.pages());
  for (const [index, page] of pages.entries()) {
    const file = `${name.replaceAll(/\W+/g, '-')}-${index + 1}.png`;
    await page.screenshot({ path: join(folder, file) });
    console.error(`${page.url()} looked like test-results/${file}`);
  }
}
