#!/usr/bin/env node
// Runs what was built; in development, with --conditions=switchyard:source --import=tsx, the sources.
const isDevelopment = [...process.execArgv, process.env.NODE_OPTIONS].some((option) =>
  option?.includes('switchyard:source'),
);
const entry = isDevelopment ? '../src/cli/main.ts' : '../dist/cli/main.js';
const { main } = await import(entry);
process.exitCode = await main();
