import type { MiddlewareHandler } from 'hono';
import { type Anonymity, anonymousIdOf } from './anonymous.ts';
import type { Client } from './client.ts';
import { type Counting, countRequest } from './counting.ts';
import type { RequestFlags } from './evaluation.ts';
import { type Otherwise, requireFlags } from './guard.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** The switches as they are for this request, from its first question to its end. */
    readonly flags: RequestFlags;
  }
}

/** Gives every request its `c.var.flags`, and counts it. `identify` is given the context of the request. */
export function switchyard(
  client: Pick<Client, 'forRequest'>,
  { count = true, ...anonymity }: Counting & Anonymity = {},
): MiddlewareHandler {
  return async (c, next) => {
    const began = performance.now();
    const anonymousId = anonymousIdOf(
      anonymity,
      c.req.header('cookie'),
      () => c.req.url.startsWith('https:') || c.req.header('x-forwarded-proto') === 'https',
      (cookie) => c.header('set-cookie', cookie, { append: true }),
    );
    const { url } = c.req;
    const flags = client.forRequest(c, { anonymousId, url, cookies: c.req.header('cookie') });
    c.set('flags', flags);
    await next();
    if (count) countRequest(flags, began, c.res.status);
  };
}

/** Lets a request pass while the switch is active for it. */
export function requireSwitch(key: string, { else: otherwise }: Otherwise): MiddlewareHandler {
  return async (c, next) => {
    if (requireFlags(c.get('flags')).isActive(key)) return next();
    c.header('cache-control', 'no-store');
    return otherwise === 404 ? c.notFound() : c.redirect(otherwise);
  };
}
