import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: ['*/vitest.config.ts', '*/vitest.*.config.ts', 'examples/*/vitest.config.ts'],
    // Most of what tests do is to wait for servers and browsers: no processor is kept free.
    maxWorkers: availableParallelism() + 1,
  },
});
