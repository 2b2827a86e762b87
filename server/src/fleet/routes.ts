import { z } from '@hono/zod-openapi';
import { ALL } from '@switchyard/core';
import { answer, body, route, router } from '../platform/http.ts';
import { CodeDeploy, shownDeploy } from './schemas.ts';
import * as fleet from './service.ts';

const tags = ['Code deploys'];
const environment = z.string().openapi({ example: 'production' });

export const fleetRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/deploys',
      summary: 'Deploys of code, most recently started first',
      tags,
      permission: 'viewer',
      request: {
        params: z.object({ environment }),
        query: z.object({
          app: z.string().optional(),
          before: z.coerce.number().int().optional().describe('Only those that started before'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: answer(
          z.object({ deploys: z.array(CodeDeploy), next: z.number().int().optional() }),
          'One page; `next` is the `before` of the following one',
        ),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const query = c.req.valid('query');
      const page = await c.var.read((reading) => fleet.list(reading, environment, query));
      return c.json({ ...page, deploys: page.deploys.map(shownDeploy) }, 200);
    },
  )
  .openapi(
    route({
      method: 'put',
      path: '/api/environments/{environment}/apps/{app}',
      summary: 'How an application counts when a change requires a version of it',
      tags,
      permission: 'admin',
      request: {
        params: z.object({ environment, app: z.string().min(1).max(200) }),
        body: body(
          z.strictObject({
            isLogOnly: z
              .boolean()
              .default(false)
              .describe('Its instances report nothing: finished deploys are enough'),
            share: z
              .number()
              .int()
              .min(1)
              .max(ALL)
              .default(ALL)
              .describe('How many instances must run it, in thousandths of a percent'),
          }),
        ),
      },
      responses: { 204: { description: 'So it is' } },
    }),
    async (c) => {
      const { environment, app } = c.req.valid('param');
      const settings = c.req.valid('json');
      await c.var.work((work) => fleet.setApp(work, environment, app, settings));
      return c.body(null, 204);
    },
  );
