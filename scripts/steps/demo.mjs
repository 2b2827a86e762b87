import { join, resolve } from 'node:path';
import { ensureDemo, settingsFor, signInLink } from './demo-database.mjs';
import { root } from './run.mjs';
import { bold, dim, green, seconds } from './say.mjs';
import { answering, ensureFree } from './services.mjs';
import { runTogether } from './together.mjs';

const {
  PORT = '4242',
  SHOP_PORT = '4243',
  UI_PORT = '4244',
  LIVE_SHOP_PORT = '4245',
  SHOP_CUSTOMERS = 'in',
} = process.env;
const data = resolve(process.env.SWITCHYARD_DATA ?? join(root, '.data'));
const database = join(data, 'switchyard.db');
const serverUrl = `http://localhost:${PORT}`;
const shopUrl = `http://localhost:${SHOP_PORT}`;
const liveShopUrl = `http://localhost:${LIVE_SHOP_PORT}`;
const uiUrl = `http://localhost:${UI_PORT}`;

const fromSources = ['--conditions=switchyard:source', '--import=tsx'];

/** As `prepare` leaves it: what was built, or with `sources` what is being written, with reload. */
export async function runDemo({ prepare, sources = false }) {
  const began = performance.now();
  await ensureFree(PORT, 'server', 'PORT');
  await ensureFree(SHOP_PORT, 'example shop', 'SHOP_PORT');
  await ensureFree(LIVE_SHOP_PORT, 'live shop', 'LIVE_SHOP_PORT');
  if (sources) await ensureFree(UI_PORT, 'admin UI', 'UI_PORT');
  await prepare();

  const adminUrl = sources ? uiUrl : serverUrl;
  const how = sources ? fromSources : [];
  const watched = sources ? ['--watch', '--watch-preserve-output', ...how] : [];
  const shopProgram = sources ? 'examples/shop/src/main.ts' : 'examples/shop/dist/main.js';
  const keys = await ensureDemo({
    data,
    database,
    switchyard: [...how, 'server/bin/switchyard.js'],
  });

  await runTogether({
    async begin(start) {
      const serve = ['server/bin/switchyard.js', 'serve', '--print-link'];
      const server = start('server', [...watched, ...serve], {
        ...settingsFor(database),
        SWITCHYARD_LOG: process.env.SWITCHYARD_LOG ?? 'off',
        ...(sources && { SWITCHYARD_PUBLIC_URL: uiUrl }),
        PORT,
      });
      const [link] = await Promise.all([
        server.says(signInLink),
        answering(server, `${serverUrl}/healthz`),
      ]);
      if (sources) {
        const vite = [
          'node_modules/vite/bin/vite.js',
          'admin-ui',
          '--port',
          UI_PORT,
          '--strictPort',
        ];
        await answering(start('ui', vite, { SWITCHYARD_URL: serverUrl }), uiUrl);
      }
      const open = async (name, url, settings) => {
        if (!keys[name]) return;
        const shop = start(name, [...watched, shopProgram], {
          SWITCHYARD_URL: serverUrl,
          SWITCHYARD_KEY: keys[name],
          SWITCHYARD_BROWSER_KEY: keys[`${name}-pages`],
          SWITCHYARD_DIRECTORY: join(data, name),
          ...settings,
        });
        await answering(shop, `${url}/healthz`);
      };
      await Promise.all([
        open('shop', shopUrl, { PORT: SHOP_PORT, SHOP_CUSTOMERS: 'out' }),
        open('live-shop', liveShopUrl, {
          PORT: LIVE_SHOP_PORT,
          SHOP_CUSTOMERS,
          SHOP_ADMIN_URL: adminUrl,
        }),
      ]);
      return link;
    },
    greet: (link) => summary({ link, began, adminUrl, keys }),
  });
}

function summary({ link, began, adminUrl, keys }) {
  const line = (name, value) => console.log(`  ${name.padEnd(14)}${value}`);
  console.log(`\n${green('●')} ${bold('Switchyard runs')} ${dim(`after ${seconds(began)}`)}\n`);
  line('Admin UI', bold(adminUrl));
  if (keys.shop) {
    line('Example shop', bold(shopUrl));
    line('Who gets what', `${shopUrl}/crowd`);
  } else {
    line('Example shop', `not started: its SDK key is not in ${join(data, 'shop.key')}`);
  }
  if (keys['live-shop']) {
    line('In production', `${liveShopUrl}/customers`);
  }
  line('Data', dim(data));
  if (link) console.log(`\n  To sign in, open this link. It works once:\n  ${bold(link)}`);
  console.log(`\n${dim('  Ctrl-C stops everything. The data stays.')}\n`);
}
