import { z } from '@hono/zod-openapi';
import * as environments from '../environments/service.ts';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { instant } from '../platform/instant.ts';
import { reason } from '../releases/schemas.ts';
import { description, NewConfig, SwitchSummary } from '../switches/schemas.ts';
import * as switches from '../switches/service.ts';
import { shownSummary } from '../switches/shown.ts';
import { createSwitch } from './creation.ts';
import { Waiting } from './schemas.ts';

const Created = SwitchSummary.extend({
  waiting: z
    .array(Waiting.shape.waiting.extend({ environment: z.string() }))
    .readonly()
    .optional()
    .describe('Where something is in the way: it is made there as soon as it can be'),
}).openapi('CreatedSwitch');

export const creationRoutes = router().openapi(
  route({
    method: 'post',
    path: '/api/switches',
    summary: 'Create a switch',
    description:
      'Publishes one release in each environment that gets it. It starts off. Where something rolls out or the train is held, it waits.',
    tags: ['Switches'],
    permission: 'developer anywhere',
    request: {
      body: body(
        z.strictObject({
          key: z.string(),
          ...z.object(description).partial().shape,
          expiresAt: instant.optional(),
          config: NewConfig.optional(),
          environments: z
            .array(z.string())
            .optional()
            .describe('Where to create it; everywhere the caller may, unless given'),
          reason,
        }),
      ),
    },
    responses: { 201: answer(Created, 'Created') },
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
    const principal = principalOf(c);
    const { created, waiting } = await c.var.work(async (work) => {
      const waiting = await createSwitch(work, principal, {
        key,
        description: {
          ...edit,
          expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
        },
        config,
        environments: where && [...new Set(where)],
        reason,
      });
      const visible = await environments.keysWithin(work, principal.grants, 'viewer');
      return { created: await switches.find(work, key, visible), waiting };
    });
    return c.json({ ...shownSummary(created), ...(waiting.length > 0 && { waiting }) }, 201);
  },
);
