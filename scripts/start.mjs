// One command to look at everything: installs and builds what is missing, fills a new database with the demo, and
// starts the server with its admin UI, and the example shop. The next time it only starts them.
import './steps/node-version.mjs';
import { join, resolve } from 'node:path';
import { ensureDemo } from './steps/demo.mjs';
import { ensureInstalled } from './steps/install.mjs';
import { root } from './steps/run.mjs';
import { bold, dim, Failure, green, main, seconds, step } from './steps/say.mjs';
import { answering, ensureFree, startService } from './steps/services.mjs';

const { PORT = '4242', SHOP_PORT = '4243', SWITCHYARD_DATA = join(root, '.data') } = process.env;
const data = resolve(SWITCHYARD_DATA);
const database = join(data, 'switchyard.db');
const serverUrl = `http://localhost:${PORT}`;
const shopUrl = `http://localhost:${SHOP_PORT}`;
const began = performance.now();

await main(async () => {
  await Promise.all([
    ensureFree(PORT, 'server', 'PORT'),
    ensureFree(SHOP_PORT, 'example shop', 'SHOP_PORT'),
  ]);
  await ensureInstalled();
  const { ensureBuilt } = await import('./steps/build.mjs');
  await ensureBuilt();
  const shopKey = await ensureDemo({ data, database });
  await serve(shopKey);
});

async function serve(shopKey) {
  const lines = createLines();
  const services = [];
  const start = (name, args, env) => {
    const service = startService(name, args, { env, onLine: (line) => lines.add(name, line) });
    services.push(service);
    return service;
  };
  const stopAll = () => Promise.all(services.map((service) => service.stop()));
  const asked = new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => resolve());
  });

  try {
    const up = step('Starting', async () => {
      const server = start('server', ['server/bin/switchyard.js', 'serve', '--print-link'], {
        DATABASE_URL: undefined,
        SWITCHYARD_DATABASE: database,
        PORT,
      });
      await answering(server, `${serverUrl}/healthz`);
      if (!shopKey) return;
      const shop = start('shop', ['examples/shop/dist/main.js'], {
        PORT: SHOP_PORT,
        SWITCHYARD_URL: serverUrl,
        SWITCHYARD_KEY: shopKey,
      });
      await answering(shop, `${shopUrl}/healthz`);
    });
    if ((await Promise.race([up, asked.then(() => 'asked')])) === 'asked') return;

    summary({ link: lines.link(), hasShop: Boolean(shopKey) });
    lines.show();
    const ended = services.map((service) =>
      service.ended.then((how) => `The ${service.name} ${how}.`),
    );
    const how = await Promise.race([...ended, asked]);
    if (how) throw new Failure(`${how} Stopping the rest.`);
    console.log('\nStopping …');
  } catch (error) {
    lines.show();
    throw error;
  } finally {
    await stopAll();
  }
}

/** What the services say: kept while they start, then shown. */
function createLines() {
  let isShown = false;
  let link;
  const kept = [];
  const print = ([name, line]) => console.log(`${dim(name.padEnd(8))}${line}`);
  return {
    add(name, line) {
      link ??= line.match(/https?:\/\/\S+[?&]link=\S+/)?.[0];
      if (isShown) print([name, line]);
      else kept.push([name, line]);
    },
    link: () => link,
    show() {
      isShown = true;
      kept.splice(0).forEach(print);
    },
  };
}

function summary({ link, hasShop }) {
  const line = (name, value) => console.log(`  ${name.padEnd(14)}${value}`);
  console.log(
    `\n${green('●')} ${bold('Switchyard is running')} ${dim(`after ${seconds(began)}`)}\n`,
  );
  line('Admin UI', bold(serverUrl));
  if (hasShop) line('Example shop', `${bold(shopUrl)}   ${dim(`who gets what: ${shopUrl}/crowd`)}`);
  else line('Example shop', `not started: ${join(data, 'shop.key')} with its SDK key is missing`);
  line('Data', dim(data));
  if (link) console.log(`\n  Sign in, once, with this link:\n  ${bold(link)}`);
  console.log(`\n${dim('  Ctrl-C stops everything. Data stays.')}\n`);
}
