import { playwright } from '@vitest/browser-playwright';
import { defaultClientConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const quiet = ['--disable-gpu', '--disable-background-networking', '--no-first-run'];

export default defineConfig({
  resolve: { conditions: ['switchyard:source', ...defaultClientConditions] },
  // What is found late reloads the page under the tests.
  optimizeDeps: { include: ['lit', 'lit/decorators.js'] },
  test: {
    name: 'sdk-browser',
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    globalSetup: 'src/testing/flag-server.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args: [...asRoot, ...quiet] } }),
      instances: [{ browser: 'chromium' }],
    },
  },
});
