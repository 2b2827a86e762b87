import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const conditions = ['switchyard:source', ...defaultServerConditions];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: 'example-shop',
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    // Nothing here says how fast anything is.
    testTimeout: 60_000,
  },
});
