import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { Env } from './http.ts';
import { Problem } from './problem.ts';

/** What to say of a request that no route answers: nothing is there, or only for other methods. */
export function createNowhere(app: OpenAPIHono<Env>): (c: Context<Env>) => Problem {
  const declared = app.openAPIRegistry.definitions.flatMap((each) =>
    each.type === 'route'
      ? [
          {
            method: each.route.method.toUpperCase(),
            pattern: new RegExp(`^${each.route.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
          },
        ]
      : [],
  );
  return (c) => {
    const { method, path } = c.req;
    const allowed = declared.filter(({ pattern }) => pattern.test(path)).map((each) => each.method);
    if (allowed.length === 0)
      return new Problem('not-found', `There is nothing at ${method} ${path}`);
    const methods = [...new Set(allowed)].join(', ');
    c.header('Allow', methods);
    return new Problem('not-allowed', `${path} takes ${methods}, not ${method}`);
  };
}
