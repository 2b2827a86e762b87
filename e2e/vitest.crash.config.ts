import { defineConfig } from 'vitest/config';
import { endToEnd } from './vitest.shared.ts';

export default defineConfig(
  endToEnd('crash', {
    include: ['crash/*.test.ts'],
    globalSetup: ['./testing/built.ts', '../server/src/testing/postgres.ts'],
  }),
);
