import { defineConfig } from 'vitest/config';
import { serverTests } from './vitest.shared.ts';

export default defineConfig(serverTests('sqlite', { exclude: ['src/**/*.postgres.test.ts'] }));
