import { z } from '@hono/zod-openapi';
import { PolicyEdit } from '../environments/schemas.ts';
import { answer, body, route, router } from '../platform/http.ts';
import { Prospects } from './prospect-schemas.ts';
import { prospectsIn } from './prospects.ts';
import { Evidence } from './schemas.ts';
import * as guards from './service.ts';

const tags = ['Releases'];
const environment = z.string().openapi({ example: 'production' });

export const guardRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases/{number}/evidence',
      summary: 'What speaks for and against a release',
      description: 'As it is now while the release rolls out, else as it was judged last.',
      tags,
      permission: 'viewer',
      request: { params: z.object({ environment, number: z.coerce.number().int().min(1) }) },
      responses: { 200: answer(Evidence, 'The last verdict, and how the evidence grew') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      return c.json(
        await c.var.read((reading) => guards.evidenceOn(reading, environment, number)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/visible',
      summary: 'What a canary can see, before it starts',
      description:
        'How much worse each metric must get in each stage of the plan to be found, and how long stages take, going by what is usual.',
      tags,
      permission: 'viewer',
      request: { params: z.object({ environment }) },
      responses: { 200: answer(Prospects, 'As policy is') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      return c.json(await prospectsIn(c.var.read, environment), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/visible',
      summary: 'What a canary could see with another plan or guard',
      tags,
      permission: 'admin',
      request: {
        params: z.object({ environment }),
        body: body(PolicyEdit.pick({ plan: true, guard: true })),
      },
      responses: { 200: answer(Prospects, 'As it would be; nothing is changed') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      return c.json(await prospectsIn(c.var.read, environment, c.req.valid('json')), 200);
    },
  );
