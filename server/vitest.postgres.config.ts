import { defineConfig } from 'vitest/config';
import { serverTests } from './vitest.shared.ts';

// What needs no database is tested once.
const pure = [
  'src/guards/testing/**',
  'src/guards/!(guarded|prospects).test.ts',
  'src/trains/{boarding,clock,departing,driving,express,extent,holding,leaving,machine,policy,rolling-out,scheduled,topic}.test.ts',
  'src/changes/{merge,touches}.test.ts',
  'src/experiments/comparison.test.ts',
  'src/releases/undoing.test.ts',
  'src/rulesets/{answers,browser}.test.ts',
  'src/webhooks/{call,private}.test.ts',
  'src/stream/spaced.test.ts',
];

export default defineConfig(
  serverTests('postgres', {
    exclude: pure,
    globalSetup: './src/testing/postgres.ts',
    // Only says which dialect the tables are made in. Tests are told the real address.
    env: { DATABASE_URL: 'postgres://tests' },
  }),
);
