import { z } from '@hono/zod-openapi';
import * as environments from '../environments/service.ts';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { description, NewConfig, SwitchSummary } from '../switches/schemas.ts';
import * as switches from '../switches/service.ts';
import { shownSummary } from '../switches/shown.ts';
import { createSwitch } from './creation.ts';
import { reason } from './schemas.ts';

export const creationRoutes = router().openapi(
  route({
    method: 'post',
    path: '/api/switches',
    summary: 'Create a switch',
    description: 'Publishes one release in each environment that gets it. It starts off.',
    tags: ['Switches'],
    permission: 'developer anywhere',
    request: {
      body: body(
        z.strictObject({
          key: z.string(),
          ...z.object(description).partial().shape,
          expiresAt: z.iso.datetime({ offset: true }).optional(),
          config: NewConfig.optional(),
          environments: z
            .array(z.string())
            .optional()
            .describe('Where to create it; everywhere the caller may, unless given'),
          reason,
        }),
      ),
    },
    responses: { 201: answer(SwitchSummary, 'Created') },
  }),
  async (c) => {
    const {
      key,
      config = {},
      environments: where,
      reason,
      expiresAt,
      ...edit
    } = c.req.valid('json');
    const { grants } = principalOf(c);
    const created = await c.var.work(async (work) => {
      await createSwitch(work, {
        key,
        description: {
          ...edit,
          expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
        },
        config,
        environments: where && [...new Set(where)],
        reason,
        grants,
      });
      return switches.find(work, key, await environments.keysWithin(work, grants, 'viewer'));
    });
    return c.json(shownSummary(created), 201);
  },
);
