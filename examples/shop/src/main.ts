import { createClient } from '@switchyard/sdk-node';
import { createShop } from './shop.ts';
import { contextOf } from './visit.ts';

const {
  SWITCHYARD_URL = 'http://localhost:4242',
  SWITCHYARD_KEY,
  SWITCHYARD_DIRECTORY,
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

const server = createShop(flags).listen(Number(PORT), (error) => {
  if (error) throw error;
  console.log(`The shop is open: http://localhost:${PORT}`);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    server.close();
    server.closeAllConnections();
    await flags.close();
  });
}
