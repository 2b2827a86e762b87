import { z } from '@hono/zod-openapi';
import { answer, route, router } from './platform/http.ts';
import { version } from './version.ts';

/** Whether the server is there at all. */
export const healthRoutes = router().openapi(
  route({
    method: 'get',
    path: '/healthz',
    permission: 'public',
    summary: 'Whether the server answers',
    tags: ['Server'],
    responses: {
      200: answer(z.object({ status: z.literal('ok'), version: z.string() }), 'It does'),
    },
  }),
  (c) => c.json({ status: 'ok' as const, version }, 200),
);
