import { z } from '@hono/zod-openapi';
import * as environments from '../environments/service.ts';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { description, SwitchDetails, SwitchSummary, UnknownSwitch } from './schemas.ts';
import * as switches from './service.ts';
import { shownDetails, shownSummary } from './shown.ts';

const tags = ['Switches'];
const ofSwitch = z.object({ key: z.string() });

export const switchRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/switches',
      summary: 'Every switch, with what it is in the environments that the caller may view',
      tags,
      permission: 'viewer anywhere',
      responses: { 200: answer(z.array(SwitchSummary), 'By key') },
    }),
    async (c) => {
      const { grants } = principalOf(c);
      const all = await c.var.read(async (reading) =>
        switches.list(reading, await environments.keysWithin(reading, grants, 'viewer')),
      );
      return c.json(all.map(shownSummary), 200);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/switches/{key}',
      summary: 'One switch, who requires it, and when it was last asked for',
      tags,
      permission: 'viewer anywhere',
      request: { params: ofSwitch },
      responses: { 200: answer(SwitchDetails, 'The switch') },
    }),
    async (c) => {
      const { key } = c.req.valid('param');
      const { grants } = principalOf(c);
      const found = await c.var.read(async (reading) =>
        switches.details(reading, key, await environments.keysWithin(reading, grants, 'viewer')),
      );
      return c.json(shownDetails(found), 200);
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/api/switches/{key}',
      summary: 'Change what is said about a switch, in all environments',
      description:
        'Evaluation reads none of it, so it is in no release; the deploy log has it under audit.',
      tags,
      permission: 'developer anywhere',
      request: {
        params: ofSwitch,
        body: body(
          z.strictObject({
            ...z.object(description).partial().shape,
            expiresAt: z.iso
              .datetime({ offset: true })
              .nullable()
              .optional()
              .describe('null takes it away'),
          }),
        ),
      },
      responses: { 200: answer(SwitchSummary, 'As it is now') },
    }),
    async (c) => {
      const { key } = c.req.valid('param');
      const { expiresAt, ...edit } = c.req.valid('json');
      const { grants } = principalOf(c);
      const described = await c.var.work(async (work) => {
        await switches.describe(work, key, {
          ...edit,
          expiresAt: typeof expiresAt === 'string' ? new Date(expiresAt) : expiresAt,
        });
        return switches.find(work, key, await environments.keysWithin(work, grants, 'viewer'));
      });
      return c.json(shownSummary(described), 200);
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/api/switches/{key}',
      summary: 'Forget a switch that exists in no environment any more',
      tags,
      permission: 'admin everywhere',
      request: { params: ofSwitch },
      responses: { 204: { description: 'Forgotten' } },
    }),
    async (c) => {
      const { key } = c.req.valid('param');
      await c.var.work((work) => switches.remove(work, key));
      return c.body(null, 204);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/unknown',
      summary: 'Asked for, but not defined',
      description: 'Keys that applications asked for and that are still not defined.',
      tags,
      permission: 'viewer',
      request: { params: z.object({ environment: z.string() }) },
      responses: {
        200: answer(z.array(UnknownSwitch), 'Most recently asked for first'),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const unknown = await c.var.read((reading) => switches.unknown(reading, environment));
      return c.json(
        unknown.map(({ key, count, lastAskedAt, askers, ignoredAt }) => ({
          key,
          count,
          lastAskedAt: lastAskedAt.toISOString(),
          askers: askers ?? [],
          ...(ignoredAt && { ignoredAt: ignoredAt.toISOString() }),
        })),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/unknown',
      summary: 'Ignore a key that is asked for, but not defined',
      description: 'It stays in the list, as ignored. With `isIgnored: false` it is as before.',
      tags,
      permission: 'developer',
      request: {
        params: z.object({ environment: z.string() }),
        body: body(z.strictObject({ key: z.string().min(1).max(200), isIgnored: z.boolean() })),
      },
      responses: { 204: { description: 'Noted' } },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { key, isIgnored } = c.req.valid('json');
      await c.var.work((work) => switches.ignoreUnknown(work, environment, key, isIgnored));
      return c.body(null, 204);
    },
  );
