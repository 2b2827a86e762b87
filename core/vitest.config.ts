import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'core',
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    // Properties ask a thousand times; a busy machine may take its time over that.
    testTimeout: 60_000,
    isolate: false,
  },
});
