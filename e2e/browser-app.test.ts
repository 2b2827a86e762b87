import { expect, onTestFinished } from 'vitest';
import { answering, startService } from '../scripts/steps/services.mjs';
import { see } from './testing/acts.ts';
import { journey } from './testing/journey.ts';
import { startParts } from './testing/parts.ts';
import { freePort } from './testing/yard.ts';

journey(
  'a plain page with a script tag says what is served, and why',
  { timeout: 300_000 },
  async ({ newcomer }) => {
    const { server, keys } = await startParts();
    const port = String(await freePort());
    const app = startService('app', ['examples/browser-app/serve.mjs'], { env: { PORT: port } });
    onTestFinished(() => void app.stop());
    await answering(app, `http://localhost:${port}/`);

    const page = await newcomer();
    const query = new URLSearchParams({ url: server.url, key: keys['shop-pages'] ?? '' });
    await page.goto(`http://localhost:${port}/?${query}`);
    await see(page, 'release 1');
    const why = page.locator('#why');
    expect(await why.textContent()).toBe('DEFAULT');
    await page.getByLabel('Switch').fill('nowhere');
    expect(await why.textContent()).toBe('FLAG_NOT_FOUND');
    const [cookie] = await page.context().cookies();
    expect(cookie?.name).toBe('sy_anon');
  },
);
