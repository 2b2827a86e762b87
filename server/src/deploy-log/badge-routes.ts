import { z } from '@hono/zod-openapi';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading } from '../platform/work.ts';
import { BADGE_SECONDS, type Badge, type createBadge, svgOf } from './badge.ts';
import { within } from './query.ts';
import * as deployLog from './service.ts';

const tags = ['Deploy log'];
const count = z.number().int();

const Summary = z
  .object({
    days: count,
    deploys: count.describe('Of code and config together'),
    code: count,
    config: count,
    changes: count.describe('Commits, and things that releases changed'),
    people: count,
    last: z
      .object({
        entry: count,
        at: z.iso.datetime(),
        by: z.string(),
        kind: z.enum(['code', 'config']),
        environment: z.string(),
        title: z.string(),
      })
      .nullable(),
  })
  .openapi('DeploySummary');

const PublicSummary = z
  .object({
    days: count,
    deploys: count,
    changes: count,
    people: count,
    last: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
    words: z.string(),
  })
  .openapi('PublicDeploySummary');

const Settings = z
  .strictObject({
    isPublic: z.boolean().describe('Whether /deploys.json and /deploys.svg answer everybody'),
    environment: z
      .string()
      .nullable()
      .default(null)
      .describe('Deploys of this environment only; null for all'),
  })
  .openapi('BadgeSettings');

interface Parts {
  readonly badge: ReturnType<typeof createBadge>;
  findEnvironment(reading: Reading, key: string): Promise<unknown>;
}

export const badgeRoutes = ({ badge, findEnvironment }: Parts) => {
  const shown = async (): Promise<Badge> => {
    const known = await badge.read();
    if (known === undefined) throw new Problem('not-found', 'This is switched off here');
    return known;
  };
  const headers = {
    'Cache-Control': `public, max-age=${BADGE_SECONDS}`,
    'Access-Control-Allow-Origin': '*',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  };
  return router()
    .openapi(
      route({
        method: 'get',
        path: '/api/deploys/summary',
        summary: 'When was deployed last and by whom, and how much lately',
        tags,
        permission: 'viewer anywhere',
        request: {
          query: z.object({
            environment: z.string().optional(),
            days: z.coerce.number().int().min(1).max(90).default(7),
          }),
        },
        responses: { 200: answer(Summary, 'Of environments that the caller may view') },
      }),
      async (c) => {
        const { environment, days } = c.req.valid('query');
        const environments = within(principalOf(c).grants, environment);
        const summary = await c.var.read((reading) =>
          deployLog.summary(reading, environments, days),
        );
        return c.json(summary, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/settings/badge',
        summary: 'Whether everybody may see when was deployed last',
        tags,
        permission: 'admin everywhere',
        responses: { 200: answer(Settings, 'So it is') },
      }),
      async (c) => c.json(await c.var.read(deployLog.badgeSettings), 200),
    )
    .openapi(
      route({
        method: 'put',
        path: '/api/settings/badge',
        summary: 'Let everybody see when was deployed last, or nobody',
        description: 'What was seen before may stay in caches for a minute.',
        tags,
        permission: 'admin everywhere',
        request: { body: body(Settings) },
        responses: { 200: answer(Settings, 'So it is now') },
      }),
      async (c) => {
        const settings = c.req.valid('json');
        await c.var.work(async (work) => {
          if (settings.environment !== null) await findEnvironment(work, settings.environment);
          await deployLog.setBadge(work, settings);
        });
        badge.forget();
        return c.json(settings, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/deploys.json',
        summary: 'For the foot of a page: when was deployed last and by whom',
        description: 'Answers only if an administrator has switched it on.',
        tags,
        permission: 'public',
        responses: { 200: answer(PublicSummary, 'May be kept for a minute') },
      }),
      async (c) => c.json(await shown(), 200, headers),
    )
    .openapi(
      route({
        method: 'get',
        path: '/deploys.svg',
        summary: 'The same as a picture',
        tags,
        permission: 'public',
        responses: {
          200: { description: 'A line', content: { 'image/svg+xml': { schema: z.string() } } },
        },
      }),
      async (c) =>
        c.body(svgOf(await shown()), 200, { ...headers, 'Content-Type': 'image/svg+xml' }),
    );
};
