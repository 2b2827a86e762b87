import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ensureDemo, settingsFor } from '../../scripts/steps/demo-database.mjs';
import { answering, startService } from '../../scripts/steps/services.mjs';
import { freePort, temporaryFolder } from './yard.ts';

/** Server and shop as `npm start` runs them, but each on its own. They end with the test. */
export async function startParts() {
  const data = await temporaryFolder();
  const database = join(data, 'switchyard.db');
  const key = await ensureDemo({ data, database, switchyard: ['server/bin/switchyard.js'] });
  const [port, shopPort] = [await freePort(), await freePort()];
  const adminUrl = `http://localhost:${port}`;
  const shopUrl = `http://localhost:${shopPort}`;
  let link = '';

  const run = async (name: string, args: string[], url: string, env: Record<string, unknown>) => {
    const onLine = (line: string) => {
      link = /https?:\S+[?&]link=\S+/.exec(line)?.[0] ?? link;
    };
    const service = startService(name, args, { env, onLine });
    await answering(service, `${url}/healthz`);
    return service;
  };
  const startServer = () =>
    run('server', ['server/bin/switchyard.js', 'serve', '--print-link'], adminUrl, {
      ...settingsFor(database),
      PORT: port,
    });

  let server = await startServer();
  const shop = await run('shop', ['examples/shop/dist/main.js'], shopUrl, {
    SWITCHYARD_URL: adminUrl,
    SWITCHYARD_KEY: key,
    PORT: shopPort,
  });
  onTestFinished(async () => {
    await Promise.all([server.stop(), shop.stop()]);
    await rm(data, { recursive: true, force: true });
  });

  return {
    adminUrl,
    shopUrl,
    link: () => link,
    killServer: () => server.stop('SIGKILL'),
    async startServer() {
      server = await startServer();
    },
  };
}
