import { defineConfig } from 'vitest/config';

const conditions = ['switchyard:source', 'node', 'import', 'default'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: { name: 'example-shop', root: import.meta.dirname, include: ['src/**/*.test.ts'] },
});
