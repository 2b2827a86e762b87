import { z } from '@hono/zod-openapi';
import { route, router } from '../platform/http.ts';
import type { Telemetry } from './service.ts';

export const telemetryRoutes = ({
  scrape,
  contentType,
}: Pick<Telemetry, 'scrape' | 'contentType'>) =>
  router().openapi(
    route({
      method: 'get',
      path: '/metrics',
      summary: 'Figures of the server, for Prometheus',
      description:
        'Not there unless `SWITCHYARD_PROMETHEUS_TOKEN` is set, which is what to send as bearer token. See docs/metrics.md.',
      tags: ['Server'],
      permission: 'public',
      responses: {
        200: {
          description: 'In its text format',
          content: { 'text/plain': { schema: z.string() } },
        },
      },
    }),
    async (c) => {
      const text = await scrape(c.req.header('authorization'));
      return c.text(text, 200, { 'Content-Type': contentType, 'Cache-Control': 'no-store' });
    },
  );
