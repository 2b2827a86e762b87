import { z } from '@hono/zod-openapi';
import { answer, body, route, router } from '../platform/http.ts';
import * as webhooks from './service.ts';

const tags = ['Rollback hooks'];
const permission = 'admin';
const Instant = z.iso.datetime();
const environment = z.string().openapi({ example: 'production' });
const ofHook = z.object({ environment, id: z.string() });

const Hook = z
  .object({
    id: z.string(),
    app: z.string(),
    url: z.string(),
    createdBy: z.string(),
    createdAt: Instant,
  })
  .openapi('Hook');

const Delivery = z
  .object({
    id: z.string(),
    app: z.string(),
    entry: z.number().int().nullable().describe('In the deploy log; null for a test'),
    payload: z.record(z.string(), z.unknown()),
    status: z
      .enum(['waiting', 'taken', 'done', 'failed'])
      .describe('`taken`: the tool has it, and has not reported what came of it'),
    attempts: z.number().int(),
    nextAt: Instant.optional(),
    outcome: z.string().describe('In words'),
    createdAt: Instant,
    updatedAt: Instant,
  })
  .openapi('HookDelivery');

export const hookRoutes = (hooks: webhooks.Hooks) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/hooks',
        permission,
        summary: 'Where deploy tools are asked to roll code back',
        tags,
        request: { params: z.object({ environment }) },
        responses: { 200: answer(z.object({ hooks: z.array(Hook) }), 'By application') },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const listed = await c.var.read((reading) => webhooks.list(reading, environment));
        return c.json({ hooks: listed.map(shownHook) }, 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/environments/{environment}/hooks',
        permission,
        summary: 'Make the rollback hook of an application',
        description:
          'Calls are signed with its secret. Addresses that are not public are refused, unless the server is configured to allow them.',
        tags,
        request: {
          params: z.object({ environment }),
          body: body(
            z.strictObject({
              app: z.string().trim().min(1).max(200),
              url: z
                .string()
                .max(2_000)
                .openapi({ example: 'https://deploy.example.com/rollback' }),
            }),
          ),
        },
        responses: {
          201: answer(
            z.object({ hook: Hook, secret: z.string().describe('Shown this once') }),
            'Made',
          ),
        },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const draft = c.req.valid('json');
        await hooks.check(draft.url);
        const { hook, secret } = await c.var.work((work) =>
          hooks.register(work, environment, draft),
        );
        return c.json({ hook: shownHook(hook), secret }, 201);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/api/environments/{environment}/hooks/{id}',
        permission,
        summary: 'Remove a hook',
        tags,
        request: { params: ofHook },
        responses: { 204: { description: 'Removed' } },
      }),
      async (c) => {
        const { environment, id } = c.req.valid('param');
        await c.var.work((work) => webhooks.remove(work, environment, id));
        return c.body(null, 204);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/environments/{environment}/hooks/{id}/test',
        permission,
        summary: 'Call a hook to see whether it is there',
        description: 'With the event `test`: nothing is to be rolled back.',
        tags,
        request: { params: ofHook },
        responses: { 202: answer(Delivery, 'To be called') },
      }),
      async (c) => {
        const { environment, id } = c.req.valid('param');
        const delivery = await c.var.work((work) => webhooks.test(work, environment, id));
        return c.json(shownDelivery(delivery), 202);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/hooks/{id}/deliveries',
        permission,
        summary: 'The latest calls of a hook, and what came of them',
        tags,
        request: { params: ofHook },
        responses: {
          200: answer(z.object({ deliveries: z.array(Delivery) }), 'Newest first'),
        },
      }),
      async (c) => {
        const { environment, id } = c.req.valid('param');
        const listed = await c.var.read((reading) => webhooks.deliveries(reading, environment, id));
        return c.json({ deliveries: listed.map(shownDelivery) }, 200);
      },
    );

const shownHook = ({
  id,
  app,
  url,
  createdBy,
  createdAt,
}: webhooks.Hook): z.infer<typeof Hook> => ({
  id,
  app,
  url,
  createdBy,
  createdAt: createdAt.toISOString(),
});

const shownDelivery = (delivery: webhooks.Delivery): z.infer<typeof Delivery> => ({
  id: delivery.id,
  app: delivery.app,
  entry: delivery.entry,
  payload: delivery.payload as Record<string, unknown>,
  status: delivery.status,
  attempts: delivery.attempts,
  ...(delivery.nextAt && { nextAt: delivery.nextAt.toISOString() }),
  outcome: delivery.outcome,
  createdAt: delivery.createdAt.toISOString(),
  updatedAt: delivery.updatedAt.toISOString(),
});
