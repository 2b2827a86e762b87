import { z } from '@hono/zod-openapi';
import { answer, route, router } from '../platform/http.ts';
import { Release, RollbackPreview, Verification } from './schemas.ts';
import * as releases from './service.ts';

const tags = ['Releases'];
const environment = z.string().openapi({ example: 'production' });
const inEnvironment = z.object({ environment });
const ofRelease = z.object({ environment, number: z.coerce.number().int().min(1) });

export const releaseRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases',
      summary: 'Releases, newest first',
      tags,
      permission: 'viewer',
      request: {
        params: inEnvironment,
        query: z.object({
          before: z.coerce.number().int().optional().describe('Only lower numbers'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: answer(
          z.object({ releases: z.array(Release), next: z.number().int().optional() }),
          'One page; `next` is the `before` of the following one',
        ),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { before, limit } = c.req.valid('query');
      return c.json(
        await c.var.read((reading) => releases.list(reading, environment, before, limit)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases/{number}',
      summary: 'One release',
      tags,
      permission: 'viewer',
      request: { params: ofRelease },
      responses: { 200: answer(Release, 'The release') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      return c.json(
        await c.var.read((reading) => releases.find(reading, environment, number)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases/{number}/rollback',
      summary: 'What rolling back a release would change',
      tags,
      permission: 'viewer',
      request: { params: ofRelease },
      responses: { 200: answer(RollbackPreview, 'Nothing has been done') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      return c.json(
        await c.var.read((reading) => releases.previewRollback(reading, environment, number)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/log/verify',
      summary: 'Whether the deploy log is what was written',
      description:
        'Recomputes its hashes, and does all releases over again: the outcome must be what there is now.',
      tags: ['Deploy log'],
      permission: 'viewer everywhere',
      responses: { 200: answer(Verification, 'What was found') },
    }),
    async (c) => c.json(await releases.verify(c.var.read), 200),
  );
