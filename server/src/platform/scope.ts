import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';
import type { Actor, Runner } from './work.ts';

const system: Actor = { kind: 'system', id: 'system', name: 'Switchyard' };

/** Gives each request its units of work and of reading, on behalf of whoever makes it. */
export const scope = (runner: Runner): MiddlewareHandler<Env> =>
  async function scope(c, next) {
    c.set('read', runner.read);
    c.set('work', (run, priority) => runner.write(c.var.principal?.actor ?? system, run, priority));
    await next();
  };
