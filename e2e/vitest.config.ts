import { defineConfig } from 'vitest/config';
import { endToEnd } from './vitest.shared.ts';

export default defineConfig(endToEnd('e2e', { include: ['*.test.ts'] }));
