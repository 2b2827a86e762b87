import { defineConfig } from 'vitest/config';
import { built, endToEnd } from './vitest.shared.ts';

export default defineConfig(
  endToEnd('crash', {
    include: ['crash/*.test.ts'],
    globalSetup: [built, '../server/src/testing/postgres.ts'],
  }),
);
