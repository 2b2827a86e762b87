import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startFlagServer } from '../../src/testing/flag-server.ts';
import { built } from './built.ts';

declare global {
  /** What the script puts into a page, and what tests do. */
  var Switchyard: typeof import('../../src/index.ts') &
    typeof import('../../src/anonymous.ts') &
    typeof import('../../src/cohorts.ts');
  var flags: import('../../src/index.ts').Client;
  var heard: string[];
}

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const quiet = ['--disable-gpu', '--disable-background-networking', '--no-first-run'];

const page = `<!doctype html><title>A page</title><script src="/switchyard.script.js"></script>`;
const sandbox = `<!doctype html><iframe sandbox="allow-scripts" src="/"></iframe>`;

/** A browser, a server of flags, and one of pages that have the built script; all to be closed together. */
export async function startPages() {
  const { folder, remove } = await built('sdk-browser');
  const script = readFileSync(join(folder, 'switchyard.script.js'), 'utf8');
  const server = createServer((request, response) => {
    const isScript = request.url === '/switchyard.script.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : request.url === '/sandbox' ? sandbox : page);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const flags = await startFlagServer();
  const browser = await chromium.launch({ executablePath, args: [...asRoot, ...quiet] });
  return {
    browser,
    flags: flags.url,
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await browser.close();
      flags.close();
      server.close();
      server.closeAllConnections();
      remove();
    },
  };
}
