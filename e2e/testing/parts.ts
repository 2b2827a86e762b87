import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensureDemo, settingsFor } from '../../scripts/steps/demo-database.mjs';
import { answering, startService } from '../../scripts/steps/services.mjs';
import { createServer } from './server.ts';
import { freePort, temporaryFolder } from './yard.ts';

/** Server and shop as `npm start` runs them, but each on its own. They end with the test. */
export async function startParts() {
  const data = await temporaryFolder();
  const database = join(data, 'switchyard.db');
  const keys = await ensureDemo({ data, database, switchyard: ['server/bin/switchyard.js'] });
  const server = createServer(await freePort(), settingsFor(database));
  const link = await server.start();

  const port = await freePort();
  const shopUrl = `http://localhost:${port}`;
  const env = {
    SWITCHYARD_URL: server.url,
    SWITCHYARD_KEY: keys.shop,
    SWITCHYARD_BROWSER_KEY: keys['shop-pages'],
    SWITCHYARD_DIRECTORY: join(data, 'shop'),
    PORT: String(port),
  };
  const startShop = async () => {
    const service = startService('shop', ['examples/shop/dist/main.js'], { env });
    await answering(service, `${shopUrl}/healthz`);
    return service;
  };
  let shop = await startShop();
  onTestFinished(async () => {
    await shop.stop();
    await server.kill();
    await rm(data, { recursive: true, force: true });
  });
  return {
    server,
    keys,
    shopUrl,
    link,
    async restartShop() {
      await shop.stop();
      shop = await startShop();
    },
  };
}
