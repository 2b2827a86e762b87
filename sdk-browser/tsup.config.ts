import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  // For bundlers, and one file for a script tag.
  format: ['esm', 'iife'],
  globalName: 'switchyard',
  outExtension: ({ format }) => ({ js: format === 'iife' ? '.script.js' : '.js' }),
  platform: 'browser',
  target: 'es2022',
  // Core is part of the package: whoever installs it installs nothing else.
  noExternal: ['@switchyard/core'],
  esbuildOptions(options, { format }) {
    options.conditions = ['switchyard:source', 'module', 'import'];
    options.minify = format === 'iife';
  },
  dts: {
    compilerOptions: {
      // `tsc -b` checks the whole as a project; here the entry is one by itself.
      composite: false,
      rootDir: '..',
      ignoreDeprecations: '6.0',
      // Types found by path become part of the package, those found in `node_modules` do not.
      paths: { '@switchyard/core': ['../core/src/index.ts'] },
    },
  },
  clean: true,
});
