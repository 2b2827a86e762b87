import { readFileSync } from 'node:fs';

/** Of the server package. */
export const version: string = JSON.parse(
  readFileSync(new URL('../package.json', import.meta.url), 'utf8'),
).version;
