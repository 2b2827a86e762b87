import { join, resolve } from 'node:path';
import { ensureDemo, settingsFor, signInLink } from './demo-database.mjs';
import { root } from './run.mjs';
import { bold, dim, green, seconds } from './say.mjs';
import { answering, ensureFree } from './services.mjs';
import { runTogether } from './together.mjs';

const { PORT = '4242', SHOP_PORT = '4243', UI_PORT = '4244' } = process.env;
const data = resolve(process.env.SWITCHYARD_DATA ?? join(root, '.data'));
const database = join(data, 'switchyard.db');
const serverUrl = `http://localhost:${PORT}`;
const shopUrl = `http://localhost:${SHOP_PORT}`;
const uiUrl = `http://localhost:${UI_PORT}`;

const fromSources = ['--conditions=switchyard:source', '--import=tsx'];

/** As `prepare` leaves it: what was built, or with `sources` what is being written, with reload. */
export async function runDemo({ prepare, sources = false }) {
  const began = performance.now();
  await ensureFree(PORT, 'server', 'PORT');
  await ensureFree(SHOP_PORT, 'example shop', 'SHOP_PORT');
  if (sources) await ensureFree(UI_PORT, 'admin UI', 'UI_PORT');
  await prepare();

  const how = sources ? fromSources : [];
  const watched = sources ? ['--watch', '--watch-preserve-output', ...how] : [];
  const shopProgram = sources ? 'examples/shop/src/main.ts' : 'examples/shop/dist/main.js';
  const key = await ensureDemo({
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
      if (!key) return link;
      const shop = start('shop', [...watched, shopProgram], {
        SWITCHYARD_URL: serverUrl,
        SWITCHYARD_KEY: key,
        SWITCHYARD_DIRECTORY: join(data, 'shop'),
        PORT: SHOP_PORT,
      });
      await answering(shop, `${shopUrl}/healthz`);
      return link;
    },
    greet: (link) =>
      summary({ link, began, ui: sources ? uiUrl : serverUrl, hasShop: Boolean(key) }),
  });
}

function summary({ link, began, ui, hasShop }) {
  const line = (name, value) => console.log(`  ${name.padEnd(14)}${value}`);
  console.log(`\n${green('●')} ${bold('Switchyard runs')} ${dim(`after ${seconds(began)}`)}\n`);
  line('Admin UI', bold(ui));
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
