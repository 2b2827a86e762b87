import { parseRange } from '../ip.ts';
import { type Check, list, must, object, text } from './check.ts';
import type { Problem } from './problem.ts';

export const problemsWithInternalUsers = (value: unknown): Problem[] =>
  internalUsersCheck(value, { path: [], name: 'Internal users' });

const MOST_ENTRIES = 10_000;
const isShort = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 1_000;

const email = must(
  'an e-mail address such as ada@example.com',
  (value) => isShort(value) && /^[^\s@]+@[^\s@]+$/.test(value),
);
const domain = must(
  'what stands behind the @ of an e-mail address, such as example.com',
  (value) => isShort(value) && /^[^\s@.]+(?:\.[^\s@.]+)*$/.test(value),
);
const range = must(
  'an address or CIDR range, such as 10.0.0.0/8 or 2001:db8::/32',
  (value) => isShort(value) && parseRange(value) !== undefined,
);

export const internalUsersCheck: Check = object({
  lists: {
    users: list('users', 'user', MOST_ENTRIES, text(1_000)),
    emails: list('emails', 'e-mail', MOST_ENTRIES, email),
    domains: list('domains', 'domain', MOST_ENTRIES, domain),
    ranges: list('ranges', 'range', MOST_ENTRIES, range),
  },
});
