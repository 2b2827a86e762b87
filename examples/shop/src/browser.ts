import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Html, inlineJson } from './html.ts';
import { contextOf, type Visit } from './visit.ts';

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

/** What `public/page.js` starts from. */
export function settingsForPage(browser: Browser, visitor: { visit: Visit }): Html {
  const { targetingKey, plan, city } = contextOf(visitor);
  const isSignedIn = visitor.visit.person !== undefined;
  return inlineJson({ ...browser, isSignedIn, context: { targetingKey, plan, city } });
}
