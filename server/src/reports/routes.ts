import { z } from '@hono/zod-openapi';
import type { MetricsMessage } from '@switchyard/core';
import { Metrics } from '../metrics/schemas.ts';
import { answer, body, route, router, sdkOf } from '../platform/http.ts';
import type { createReceiver } from './receiver.ts';
import type { createThrottle } from './throttle.ts';

const text = z.string().min(1).max(200);

const Report = z
  .object({
    instance: text.describe('Random per process'),
    sequence: z.number().int().min(0).describe('Grows with every report of the instance'),
    app: text.optional(),
    version: text.optional(),
    position: text.optional(),
    asked: z.array(z.string().max(300)).max(10_000).default([]),
    leaves: z.boolean().optional().describe('The last report: the instance is gone'),
    unknown: z.record(text, z.number().int().min(1).max(1e9)).default({}),
    metrics: Metrics.optional(),
  })
  .openapi('Report');

const Answer = z
  .object({
    experiments: z
      .object({ salt: z.string(), events: z.array(z.string()) })
      .describe('What switches with a split are compared by'),
  })
  .openapi('ReportAnswer');

interface Parts {
  readonly receive: ReturnType<typeof createReceiver>;
  readonly throttle: ReturnType<typeof createThrottle>;
}

export const reportRoutes = ({ receive, throttle }: Parts) =>
  router().openapi(
    route({
      method: 'post',
      path: '/sdk/reports',
      summary: 'What an SDK was asked for, and what happened, since its last report',
      description:
        'Idempotent by instance and sequence. Who reports far too often gets 429 and `Retry-After`. See docs/wire-format.md.',
      tags: ['SDKs'],
      permission: 'sdk',
      request: { body: body(Report) },
      responses: { 200: answer(Answer, 'Taken in, now or before') },
    }),
    async (c) => {
      const { keyId, environment, channel, kind } = sdkOf(c);
      const report = c.req.valid('json');
      throttle(keyId, report.instance);
      // Everybody has the keys of browsers: what they say lets no train go, and holds none up.
      const { app, version, metrics } = kind === 'server' ? report : {};
      // Nor does it count in place of what a server says, whose name somebody may have found out.
      const instance = kind === 'server' ? report.instance : `browser ${report.instance}`;
      // At princess nobody is by chance. The types of zod allow `undefined`, which JSON has not.
      const counted = channel === 'live' ? (metrics as MetricsMessage | undefined) : undefined;
      const { experiments } = await receive(environment, {
        ...report,
        instance,
        app,
        version,
        channel,
        metrics: counted,
      });
      return c.json({ experiments: { ...experiments, events: [...experiments.events] } }, 200);
    },
  );
