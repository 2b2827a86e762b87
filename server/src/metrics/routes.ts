import { z } from '@hono/zod-openapi';
import * as deployLog from '../deploy-log/service.ts';
import * as environments from '../environments/service.ts';
import { answer, route, router } from '../platform/http.ts';
import { instant } from '../platform/instant.ts';
import { EventHistory, KnownEvents } from './schemas.ts';
import * as metrics from './service.ts';

const tags = ['Metrics'];
const environment = z.string().openapi({ example: 'production' });
const HOUR_MS = 3_600_000;

export const metricsRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/metrics',
      summary: 'What is counted in an environment',
      tags,
      permission: 'viewer',
      request: { params: z.object({ environment }) },
      responses: { 200: answer(KnownEvents, 'Names of events, and what the guard makes of them') },
    }),
    async (c) => {
      const key = c.req.valid('param').environment;
      const known = await c.var.read(async (reading) => {
        const { guard } = (await environments.find(reading, key)).policy;
        const events = await metrics.eventsIn(reading, key);
        return { events, metrics: [...(guard?.metrics ?? [])] };
      });
      return c.json(known, 200);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/metrics/{event}',
      summary: 'How often something happened, and what was deployed meanwhile',
      description:
        'Of the last hour unless given. Minutes are kept for 48 hours, hours for 90 days. What never happened has no points. See docs/metrics.md.',
      tags,
      permission: 'viewer',
      request: {
        params: z.object({ environment, event: z.string().min(1).max(200) }),
        query: z.object({ from: instant.optional(), to: instant.optional() }),
      },
      responses: { 200: answer(EventHistory, 'Oldest first') },
    }),
    async (c) => {
      const { environment: key, event } = c.req.valid('param');
      const { from, to } = c.req.valid('query');
      const history = await c.var.read(async (reading) => {
        await environments.find(reading, key);
        const until = to === undefined ? reading.now : new Date(to);
        const since = from === undefined ? new Date(until.getTime() - HOUR_MS) : new Date(from);
        const { points, ...counted } = await metrics.historyOf(reading, key, event, since, until);
        return {
          ...counted,
          from: since.toISOString(),
          to: until.toISOString(),
          points: points.map(({ at, ...point }) => ({ at: at.toISOString(), ...point })),
          deploys: await deployLog.moments(reading, key, since, until),
        };
      });
      return c.json(history, 200);
    },
  );
