import { z } from '@hono/zod-openapi';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { type Grants, isAtLeast, type Role, roleIn, roles } from '../platform/roles.ts';
import { Policy, PolicyEdit } from './schemas.ts';
import * as environments from './service.ts';

const Environment = z
  .object({
    key: z.string(),
    name: z.string(),
    release: z.number().int().describe('The number of the latest release; 0 before the first'),
    position: z.string().describe('What SDKs that are up to date have: `epoch:seq`'),
    policy: Policy,
    createdAt: z.iso.datetime(),
    role: z.enum(roles).describe('What the caller is here'),
  })
  .openapi('Environment');

const name = z.string().trim().min(1).max(100);
const NewEnvironment = z.strictObject({
  key: z.string().regex(environments.KEY, environments.KEY_WORDS),
  name: name.optional(),
  policy: PolicyEdit.optional(),
});

const environmentParams = z.object({
  environment: z.string().openapi({ example: 'production' }),
});

export const environmentRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments',
      summary: 'Environments that the caller may view',
      tags: ['Environments'],
      permission: 'viewer anywhere',
      responses: { 200: answer(z.array(Environment), 'By key') },
    }),
    async (c) => {
      const { grants } = principalOf(c);
      const all = await c.var.read((reading) => environments.list(reading));
      return c.json(
        all
          .filter(({ key }) => isAtLeast(roleIn(grants, key), 'viewer'))
          .map((each) => shown(each, grants)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments',
      summary: 'Create an environment',
      description: 'It starts without switches and without a release.',
      tags: ['Environments'],
      permission: 'admin everywhere',
      request: { body: body(NewEnvironment) },
      responses: { 201: answer(Environment, 'Created') },
    }),
    async (c) => {
      const { key, name = key, policy } = c.req.valid('json');
      const created = await c.var.work((work) => environments.create(work, { key, name, policy }));
      return c.json(shown(created, principalOf(c).grants), 201);
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/api/environments/{environment}',
      summary: 'Change the name or policy of an environment',
      tags: ['Environments'],
      permission: 'admin',
      request: {
        params: environmentParams,
        body: body(z.strictObject({ name: name.optional(), policy: PolicyEdit.optional() })),
      },
      responses: { 200: answer(Environment, 'As it is now') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const edit = c.req.valid('json');
      const updated = await c.var.work((work) => environments.update(work, environment, edit));
      return c.json(shown(updated, principalOf(c).grants), 200);
    },
  );

function shown(
  { key, name, release, position, policy, createdAt }: environments.Environment,
  grants: Grants,
) {
  const role = roleIn(grants, key) as Role;
  return { key, name, release, position, policy, createdAt: createdAt.toISOString(), role };
}
