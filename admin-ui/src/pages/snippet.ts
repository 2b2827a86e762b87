import type { SdkKey } from '../api-types.ts';

/** The lines that connect an application, ready to paste. */
export function snippetFor(kind: SdkKey['kind'], key: string): string {
  const url = location.origin;
  if (kind === 'browser') {
    return `import { createClient } from '@switchyard/sdk-browser';

const flags = createClient({ url: '${url}', key: '${key}' });
await flags.ready();

if (flags.isActive('awesome')) { /* the new thing */ }`;
  }
  return `import { createClient } from '@switchyard/sdk-node';

const flags = createClient({
  url: '${url}',
  key: '${key}',
  identify: (req) => ({
    targetingKey: req.user?.id,
    email: req.user?.email,
  }),
});
await flags.ready();

if (flags.isActive('awesome', req)) { /* the new thing */ }`;
}

/** How an application gives users a variant, and says what came of it. */
export const experimentLines = (key: string) => `const variant = flags.variant('${key}', req);
// … and later, wherever it happens:
flags.track('checkout', req);`;

/** What CI runs around a deploy. */
export function deployLines(environment: string): string {
  const about = `--app web --version 2.1.0 -e ${environment} --id "$CI_RUN_ID"`;
  return `export SWITCHYARD_URL=${location.origin}
npx switchyard deploy start ${about}
npx switchyard deploy finish ${about}`;
}

/** What makes an instance part of the fleet. */
export const namingLines = `const flags = createClient({ url, key, app: 'web', version: '2.1.0' });`;

/** What counts requests by itself, and whatever else matters. */
export const countingLines = `import { switchyard } from '@switchyard/sdk-node/express';
app.use(switchyard(flags)); // counts requests, errors and latency

flags.track('checkout', req); // it happened, to this user
flags.track('checkout.failed', req);
flags.track('search', req, 38.5); // with a value, such as milliseconds`;
