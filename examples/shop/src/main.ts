import { createClient } from '@switchyard/sdk-node';
import { createCustomers } from './customers.ts';
import { createShop } from './shop.ts';
import { contextOf } from './visit.ts';

const {
  SWITCHYARD_URL = 'http://localhost:4242',
  SWITCHYARD_KEY,
  SWITCHYARD_BROWSER_KEY,
  SWITCHYARD_DIRECTORY,
  SHOP_CUSTOMERS = 'out',
  SHOP_ADMIN_URL,
  PORT = '4243',
} = process.env;
if (!SWITCHYARD_KEY) {
  console.error(
    'The shop needs SWITCHYARD_KEY: a server key of an environment, made in the admin UI.',
  );
  process.exit(1);
}

const flags = createClient({
  url: SWITCHYARD_URL,
  key: SWITCHYARD_KEY,
  app: 'shop',
  version: '1.0.0',
  identify: contextOf,
  // Where the last ruleset is kept, so that the shop can start while the server is down.
  ...(SWITCHYARD_DIRECTORY && { directory: SWITCHYARD_DIRECTORY }),
});
await flags.ready({ timeoutMs: 2000 });

const address = `http://localhost:${PORT}`;
const customers = createCustomers(address);
const browser = SWITCHYARD_BROWSER_KEY
  ? { url: SWITCHYARD_URL, key: SWITCHYARD_BROWSER_KEY }
  : undefined;
const shop = createShop({ flags, customers, browser, adminUrl: SHOP_ADMIN_URL });
const server = shop.listen(Number(PORT), (error) => {
  if (error) throw error;
  console.log(`The shop is open: ${address}`);
  if (SHOP_CUSTOMERS === 'in') customers.letIn();
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    customers.sendHome();
    server.close();
    server.closeAllConnections();
    await flags.close();
  });
}
