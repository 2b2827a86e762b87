import { defineConfig } from 'vitest/config';
import { serverTests } from './vitest.shared.ts';

// What needs no database is tested once.
const pure = [
  'src/guards/**',
  'src/trains/**',
  'src/changes/**',
  'src/releases/undoing.test.ts',
  'src/rulesets/browser.test.ts',
];

export default defineConfig(
  serverTests('postgres', {
    exclude: pure,
    globalSetup: './src/testing/postgres.ts',
    // Only says which dialect the tables are made in. Tests are told the real address.
    env: { DATABASE_URL: 'postgres://tests' },
  }),
);
