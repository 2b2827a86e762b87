import { defineConfig } from 'vitest/config';

/** Tests of what is built, in whole pages of a browser that they drive themselves. */
export default defineConfig({
  resolve: { conditions: ['switchyard:source'] },
  ssr: { resolve: { conditions: ['switchyard:source'] } },
  test: {
    name: 'sdk-browser-pages',
    root: import.meta.dirname,
    include: ['pages/**/*.test.ts'],
    testTimeout: 120_000,
    isolate: false,
    hookTimeout: 120_000,
  },
});
