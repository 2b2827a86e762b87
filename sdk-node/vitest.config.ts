import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const conditions = ['switchyard:source', ...defaultServerConditions];

export default defineConfig({
  ssr: { resolve: { conditions, externalConditions: ['switchyard:source'] } },
  test: {
    name: 'sdk-node',
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    testTimeout: 60_000,
    isolate: false,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
