import { z } from '@hono/zod-openapi';
import { answer, body, route, router } from '../platform/http.ts';
import * as sdkKeys from './service.ts';

const tags = ['SDK keys'];
const permission = 'admin';
const Instant = z.iso.datetime();

const SdkKey = z
  .object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(sdkKeys.kinds),
    channel: z
      .enum(sdkKeys.channels)
      .describe('`princess` sees what is checked before anybody else gets it'),
    hint: z.string().openapi({ example: 'sys_…abcd' }),
    createdAt: Instant,
    createdBy: z.string(),
    lastUsedAt: Instant.optional().describe('To the minute'),
    revokedAt: Instant.optional(),
  })
  .openapi('SdkKey');

const inEnvironment = z.object({ environment: z.string() });

export const sdkKeyRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/keys',
      permission,
      summary: 'The SDK keys of an environment, revoked ones included',
      tags,
      request: { params: inEnvironment },
      responses: { 200: answer(z.array(SdkKey), 'In the order they were made') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const keys = await c.var.read((reading) => sdkKeys.list(reading, environment));
      return c.json(keys.map(shown), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/keys',
      permission,
      summary: 'Make an SDK key',
      description:
        'A server key is a secret and gets everything. A browser key is public by nature and gets client-side switches only.',
      tags,
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({
            name: z.string().trim().min(1).max(100),
            kind: z.enum(sdkKeys.kinds),
            channel: z.enum(sdkKeys.channels).optional(),
          }),
        ),
      },
      responses: {
        201: answer(
          z.object({ key: SdkKey, secret: z.string().describe('Shown this once') }),
          'Made',
        ),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const draft = c.req.valid('json');
      const { key, secret } = await c.var.work((work) => sdkKeys.create(work, environment, draft));
      return c.json({ key: shown(key), secret }, 201);
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/api/environments/{environment}/keys/{id}',
      permission,
      summary: 'Revoke an SDK key',
      description: 'What is connected with it is cut within five seconds.',
      tags,
      request: { params: inEnvironment.extend({ id: z.string() }) },
      responses: { 204: { description: 'Revoked' } },
    }),
    async (c) => {
      const { environment, id } = c.req.valid('param');
      await c.var.work((work) => sdkKeys.revoke(work, environment, id));
      return c.body(null, 204);
    },
  );

const shown = (key: sdkKeys.SdkKey): z.infer<typeof SdkKey> => ({
  id: key.id,
  name: key.name,
  kind: key.kind,
  channel: key.channel,
  hint: key.hint,
  createdAt: key.createdAt.toISOString(),
  createdBy: key.createdBy,
  ...(key.lastUsedAt && { lastUsedAt: key.lastUsedAt.toISOString() }),
  ...(key.revokedAt && { revokedAt: key.revokedAt.toISOString() }),
});
