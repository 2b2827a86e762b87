import { defineConfig, type Options } from 'tsup';
import { minify } from 'vite';

const shared: Options = {
  platform: 'browser',
  target: 'es2022',
  // Core is part of the package, and Lit of the elements: whoever installs it installs nothing else.
  noExternal: ['@switchyard/core', 'lit'],
  esbuildOptions(options) {
    options.conditions = ['switchyard:source', 'module', 'import'];
  },
  // What it makes is a twentieth smaller than what esbuild makes.
  plugins: [
    {
      name: 'minify',
      async renderChunk(code, { path }) {
        const { code: minified, errors } = await minify(path, code);
        if (errors.length > 0) throw new Error(errors.map(({ message }) => message).join('\n'));
        return { code: minified };
      },
    },
  ],
  splitting: false,
};

export default defineConfig([
  {
    ...shared,
    entry: {
      index: 'src/index.ts',
      cohorts: 'src/cohorts.ts',
      anonymous: 'src/anonymous.ts',
      metrics: 'src/metrics.ts',
      elements: 'src/elements/index.ts',
    },
    format: ['esm'],
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
  },
  {
    // One file for a script tag.
    ...shared,
    entry: { switchyard: 'src/script.ts' },
    format: ['iife'],
    outExtension: () => ({ js: '.script.js' }),
  },
  {
    // Not published: see `.size-limit.json`.
    ...shared,
    entry: { 'evaluation-and-stream': 'src/size.ts' },
    outDir: 'dist-types/size',
    format: ['esm'],
  },
]);
