import { z } from '@hono/zod-openapi';
import { answer, route, router } from '../platform/http.ts';
import { Experiment } from './schemas.ts';
import * as experiments from './service.ts';

export const experimentRoutes = router().openapi(
  route({
    method: 'get',
    path: '/api/environments/{environment}/switches/{key}/experiment',
    summary: 'How the variants of a switch compare',
    description:
      'Of each rule with a split, since it is as it is: how many users were given which variant, and how many of them had an event afterwards. It may be looked at all the time.',
    tags: ['Switches'],
    permission: 'viewer',
    request: {
      params: z.object({ environment: z.string(), key: z.string() }),
      query: z.object({
        event: z.string().min(1).max(200).optional().describe('One that is tracked'),
      }),
    },
    responses: { 200: answer(Experiment, 'As it is now') },
  }),
  async (c) => {
    const { environment, key } = c.req.valid('param');
    const { event } = c.req.valid('query');
    return c.json(
      await c.var.read((reading) => experiments.experimentOn(reading, environment, key, event)),
      200,
    );
  },
);
