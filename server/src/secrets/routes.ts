import { z } from '@hono/zod-openapi';
import { answer, route, router, sdkOf } from '../platform/http.ts';
import type { Secrets, SigningSecret } from './service.ts';

const tags = ['Signing secrets'];
const permission = 'admin';
const Instant = z.iso.datetime();

const Listed = z
  .object({ id: z.string(), createdAt: Instant, retiredAt: Instant.optional() })
  .openapi('SigningSecret');

const ForSdk = z
  .object({
    secrets: z.array(z.object({ id: z.string(), secret: z.string(), createdAt: Instant })),
  })
  .openapi('SecretsMessage');

const inEnvironment = z.object({ environment: z.string() });

export const secretRoutes = (secrets: Secrets) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/secrets',
        permission,
        summary: 'The signing secrets of an environment, without the secrets themselves',
        tags,
        request: { params: inEnvironment },
        responses: { 200: answer(z.array(Listed), 'Newest first') },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const listed = await c.var.read((reading) => secrets.list(reading, environment));
        return c.json(listed.map(shown), 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/environments/{environment}/secrets',
        permission,
        summary: 'Make a new signing secret',
        description:
          'Server SDKs get it within a second and sign with it. What earlier ones signed counts until they are retired.',
        tags,
        request: { params: inEnvironment },
        responses: { 201: answer(Listed, 'Made') },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        return c.json(shown(await c.var.work((work) => secrets.rotate(work, environment))), 201);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/api/environments/{environment}/secrets/{id}',
        permission,
        summary: 'Retire a signing secret',
        tags,
        request: { params: inEnvironment.extend({ id: z.string() }) },
        responses: { 204: { description: 'Retired' } },
      }),
      async (c) => {
        const { environment, id } = c.req.valid('param');
        await c.var.work((work) => secrets.retire(work, environment, id));
        return c.body(null, 204);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/sdk/secrets',
        permission: 'sdk server',
        summary: 'The signing secrets, for server SDKs that poll',
        tags: ['SDK'],
        responses: { 200: answer(ForSdk, 'Newest first') },
      }),
      async (c) => {
        const { environment } = sdkOf(c);
        const listed = await secrets.listForSdk(environment);
        c.header('Cache-Control', 'no-store');
        return c.json({ secrets: listed }, 200);
      },
    );

const shown = ({ id, createdAt, retiredAt }: SigningSecret): z.infer<typeof Listed> => ({
  id,
  createdAt: createdAt.toISOString(),
  ...(retiredAt && { retiredAt: retiredAt.toISOString() }),
});
