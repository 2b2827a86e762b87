import { z } from '@hono/zod-openapi';
import { answer, route, router } from '../platform/http.ts';
import { Evidence } from './schemas.ts';
import * as guards from './service.ts';

export const guardRoutes = router().openapi(
  route({
    method: 'get',
    path: '/api/environments/{environment}/releases/{number}/evidence',
    summary: 'What speaks for and against a release',
    description: 'As it is now while the release rolls out, else as it was judged last.',
    tags: ['Releases'],
    permission: 'viewer',
    request: {
      params: z.object({
        environment: z.string().openapi({ example: 'production' }),
        number: z.coerce.number().int().min(1),
      }),
    },
    responses: { 200: answer(Evidence, 'The last verdict, and how the evidence grew') },
  }),
  async (c) => {
    const { environment, number } = c.req.valid('param');
    return c.json(
      await c.var.read((reading) => guards.evidenceOn(reading, environment, number)),
      200,
    );
  },
);
