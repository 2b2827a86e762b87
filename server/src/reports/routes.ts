import { z } from '@hono/zod-openapi';
import { body, route, router, sdkOf } from '../platform/http.ts';
import type { createReceiver } from './receiver.ts';

const text = z.string().min(1).max(200);

const Report = z
  .object({
    instance: text.describe('Random per process'),
    sequence: z.number().int().min(0).describe('Grows with every report of the instance'),
    app: text.optional(),
    version: text.optional(),
    position: text.optional(),
    asked: z.array(z.string().max(300)).max(10_000).default([]),
    unknown: z.record(text, z.number().int().min(1).max(1e9)).default({}),
  })
  .openapi('Report');

export const reportRoutes = (receive: ReturnType<typeof createReceiver>) =>
  router().openapi(
    route({
      method: 'post',
      path: '/sdk/reports',
      summary: 'What an SDK was asked for since its last report',
      description: 'Idempotent by instance and sequence. See docs/wire-format.md.',
      tags: ['SDKs'],
      permission: 'sdk',
      request: { body: body(Report) },
      responses: { 204: { description: 'Taken in, now or before' } },
    }),
    async (c) => {
      const { environment, channel } = sdkOf(c);
      await receive(environment, { ...c.req.valid('json'), channel });
      return c.body(null, 204);
    },
  );
