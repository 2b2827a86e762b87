import { defaultServerConditions } from 'vite';
import type { ViteUserConfig } from 'vitest/config';
import { isBuilt } from '../scripts/steps/build.mjs';

const conditions = ['switchyard:source', ...defaultServerConditions];

/** The same tests run on both databases; `database` says on which. */
export const serverTests = (
  database: 'sqlite' | 'postgres',
  test: ViteUserConfig['test'] = {},
): ViteUserConfig => ({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    name: `server-${database}`,
    root: import.meta.dirname,
    include: ['src/**/*.test.ts'],
    // Those that start the program start what was built, if it was.
    provide: { isBuilt: isBuilt() },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // The modules are loaded once, not for each file: no test replaces one, or keeps anything in one.
    isolate: false,
    ...test,
  },
});
