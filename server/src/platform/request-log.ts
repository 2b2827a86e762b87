import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';

/** Says one thing about the server's life. Nothing secret is ever handed to it. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

interface Output {
  write(text: string): unknown;
}

export function createLog(form: 'pretty' | 'json' | 'off', clock: () => Date, output: Output): Log {
  if (form === 'off') return () => {};
  return (message, details = {}) => {
    const at = clock().toISOString();
    const words = Object.entries(details).map(([name, value]) => `${name}=${inWords(value)}`);
    const line =
      form === 'json'
        ? JSON.stringify({ at, message, ...details })
        : [at.slice(11, 23), message, ...words].join(' ');
    output.write(`${line}\n`);
  };
}

/** One line for each request. Of the address, only the path: keys may stand in the query. Nobody is named. */
export const requestLog = (log: Log): MiddlewareHandler<Env> =>
  async function requestLog(c, next) {
    const began = performance.now();
    await next();
    log(`${c.req.method} ${withoutUsers(c.req.path)}`, {
      status: c.res.status,
      ms: Math.round(performance.now() - began),
      client: c.var.client.address,
      ...(c.var.principal && { by: c.var.principal.actor.id }),
      ...(c.var.sdk && { key: c.var.sdk.keyId }),
    });
  };

const withoutUsers = (path: string) => path.replace(/\/(members|users)\/[^/]+/, '/$1/…');

const inWords = (value: unknown) =>
  typeof value === 'string' && /^[\w:.@/-]+$/.test(value) ? value : JSON.stringify(value);
