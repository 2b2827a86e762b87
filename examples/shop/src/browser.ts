import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where pages ask for themselves. */
export interface Browser {
  readonly url: string;
  /** A browser key: it is public. */
  readonly key: string;
}

/** The browser SDK as it was built, for the shop to serve it: pages load nothing from elsewhere. */
export const sdkFolder = dirname(
  fileURLToPath(import.meta.resolve('@switchyard/sdk-browser/script')),
);
