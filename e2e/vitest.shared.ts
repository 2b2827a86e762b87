import { defaultServerConditions } from 'vite';
import type { ViteUserConfig } from 'vitest/config';

export const built = '../scripts/steps/build.mjs';

const conditions = ['switchyard:source', ...defaultServerConditions];

export const endToEnd = (name: string, test: ViteUserConfig['test']): ViteUserConfig => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name,
    root: import.meta.dirname,
    // What users run.
    globalSetup: built,
    testTimeout: 300_000,
    isolate: false,
    hookTimeout: 300_000,
    ...test,
  },
});
