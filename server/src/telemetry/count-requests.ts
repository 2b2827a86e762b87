import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Env } from '../platform/http.ts';
import type { Meter } from './meter.ts';

/** Counts each request by the route that answered it, never by its address. */
export const countRequests = (meter: Meter): MiddlewareHandler<Env> =>
  async function countRequests(c, next) {
    const began = performance.now();
    await next();
    const { method } = c.req;
    const ms = performance.now() - began;
    meter({ what: 'request', method, route: routePath(c), status: c.res.status, ms });
  };
