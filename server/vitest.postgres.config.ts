import { defineConfig } from 'vitest/config';
import { serverTests } from './vitest.shared.ts';

export default defineConfig(
  serverTests('postgres', {
    globalSetup: './src/testing/postgres.ts',
    // Only says which dialect the tables are made in. Tests are told the real address.
    env: { DATABASE_URL: 'postgres://tests' },
  }),
);
