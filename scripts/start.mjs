// One command to look at everything: installs and builds what is missing, fills a new database with the demo, and
// starts the server with its admin UI, and the example shop. The next time it only starts them.
import './steps/node-version.mjs';
import { join, resolve } from 'node:path';
import { ensureDemo } from './steps/demo.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { root } from './steps/run.mjs';
import { bold, dim, green, main, seconds } from './steps/say.mjs';
import { answering, ensureFree } from './steps/services.mjs';
import { runTogether } from './steps/together.mjs';

const { PORT = '4242', SHOP_PORT = '4243', SWITCHYARD_DATA = join(root, '.data') } = process.env;
const data = resolve(SWITCHYARD_DATA);
const database = join(data, 'switchyard.db');
const serverUrl = `http://localhost:${PORT}`;
const shopUrl = `http://localhost:${SHOP_PORT}`;
const began = performance.now();

await main(async () => {
  await ensureFree(PORT, 'server', 'PORT');
  await ensureFree(SHOP_PORT, 'example shop', 'SHOP_PORT');
  await ensureInstalled();
  const { ensureBuilt } = await import('./steps/build.mjs');
  await ensureBuilt();
  const shopKey = await ensureDemo({ data, database });

  await runTogether({
    async begin(start) {
      const server = start('server', ['server/bin/switchyard.js', 'serve', '--print-link'], {
        // A demo does not belong into a database that something else is told of.
        DATABASE_URL: undefined,
        SWITCHYARD_DATABASE: database,
        SWITCHYARD_LOG: process.env.SWITCHYARD_LOG ?? 'off',
        PORT,
      });
      await answering(server, `${serverUrl}/healthz`);
      if (!shopKey) return;
      const shop = start('shop', ['examples/shop/dist/main.js'], {
        SWITCHYARD_URL: serverUrl,
        SWITCHYARD_KEY: shopKey,
        PORT: SHOP_PORT,
      });
      await answering(shop, `${shopUrl}/healthz`);
    },
    greet: (link) => summary(link, shopKey !== undefined),
  });
});

function summary(link, hasShop) {
  const line = (name, value) => console.log(`  ${name.padEnd(14)}${value}`);
  console.log(`\n${green('●')} ${bold('Switchyard runs')} ${dim(`after ${seconds(began)}`)}\n`);
  line('Admin UI', bold(serverUrl));
  if (hasShop) {
    line('Example shop', bold(shopUrl));
    line('Who gets what', `${shopUrl}/crowd`);
  } else {
    line('Example shop', `not started: its SDK key is not in ${join(data, 'shop.key')}`);
  }
  line('Data', dim(data));
  if (link) console.log(`\n  To sign in, open this link. It works once:\n  ${bold(link)}`);
  console.log(`\n${dim('  Ctrl-C stops everything. The data stays.')}\n`);
}
