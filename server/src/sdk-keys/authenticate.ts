import type { Context, MiddlewareHandler } from 'hono';
import { bearerOf } from '../platform/bearer.ts';
import type { Env } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import type { KeyRing } from './ring.ts';
import { prefixes } from './service.ts';

/** Finds out whose SDK asks. Pages of any site may ask with a browser key; there are no cookies here. */
export function authenticateSdk(ring: KeyRing): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.header('Vary', 'Origin, Authorization');
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Access-Control-Expose-Headers', 'ETag, Retry-After');
    if (c.req.method === 'OPTIONS') {
      c.header('Access-Control-Allow-Methods', 'GET, HEAD, POST, PUT, DELETE');
      c.header(
        'Access-Control-Allow-Headers',
        'Authorization, Content-Type, If-None-Match, Last-Event-ID, Cache-Control, Switchyard-User',
      );
      c.header('Access-Control-Max-Age', '86400');
      return c.body(null, 204);
    }
    const secret = secretOf(c);
    const key = secret === undefined ? undefined : await ring.find(secret);
    if (secret !== undefined && key === undefined) {
      throw new Problem('unauthenticated', 'This SDK key is unknown or revoked');
    }
    if (key?.kind === 'server') c.header('Access-Control-Allow-Origin', undefined);
    c.set('sdk', key);
    await next();
  };
}

function secretOf(c: Context<Env>): string | undefined {
  const authorization = c.req.header('authorization');
  if (authorization !== undefined) {
    const secret = bearerOf(authorization) ?? '';
    if (Object.values(prefixes).some((prefix) => secret.startsWith(prefix))) return secret;
    throw new Problem(
      'unauthenticated',
      `The Authorization header must be “Bearer ${prefixes.server}…” or “Bearer ${prefixes.browser}…”, an SDK key`,
    );
  }
  const inAddress = c.req.query('key');
  if (inAddress?.startsWith(prefixes.server)) {
    throw new Problem(
      'forbidden',
      'A server key must not stand in an address, where it ends up in logs: send it as “Authorization: Bearer …”, and revoke this one if it got about',
    );
  }
  return inAddress;
}
