import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['index', 'express', 'fastify', 'hono', 'openfeature', 'testing'].map(
    (name) => `src/${name}.ts`,
  ),
  format: ['esm', 'cjs'],
  target: 'node20',
  // Core is part of the package: whoever installs it installs nothing else.
  noExternal: ['@switchyard/core'],
  esbuildOptions(options) {
    options.conditions = ['switchyard:source', 'module', 'import'];
  },
  dts: {
    compilerOptions: {
      // `tsc -b` checks the whole as a project; here each entry is one by itself.
      composite: false,
      rootDir: '..',
      ignoreDeprecations: '6.0',
      // Types found by path become part of the package, those found in `node_modules` do not.
      paths: { '@switchyard/core': ['../core/src/index.ts'] },
    },
  },
  clean: true,
});
