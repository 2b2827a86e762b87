import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Env } from './http.ts';
import { Problem } from './problem.ts';

const MOST_MIB = 1;
// A whole environment in one file.
const MOST_MIB_IMPORTED = 16;

const refuseLarger = (mib: number) =>
  bodyLimit({
    maxSize: mib * 1024 * 1024,
    onError: () => {
      throw new Problem('too-large', `The body is larger than ${mib} MiB`);
    },
  });
const [ordinary, imported] = [refuseLarger(MOST_MIB), refuseLarger(MOST_MIB_IMPORTED)];

/** Refuses bodies that are larger than anything sensible, and addresses that no database could look for. */
export const limit: MiddlewareHandler<Env> = (c, next) => {
  if (c.req.url.includes('%00'))
    throw new Problem('malformed', 'The address has a zero byte in it');
  return (c.req.path.endsWith('/import') ? imported : ordinary)(c, next);
};
