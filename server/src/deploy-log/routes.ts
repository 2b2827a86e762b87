import { z } from '@hono/zod-openapi';
import { answer, principalOf, route, router } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import { type Grants, isAtLeast } from '../platform/roles.ts';
import { entryKinds } from './entry.ts';
import { Entry } from './schemas.ts';
import * as deployLog from './service.ts';

const tags = ['Deploy log'];
const instant = z.iso.datetime({ offset: true });

export const logRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/log',
      summary: 'The deploy log, newest first',
      description:
        'Of environments that the caller may view. Without `kind`: everything but audit.',
      tags,
      permission: 'viewer anywhere',
      request: {
        query: z.object({
          environment: z.string().optional(),
          kind: z.enum([...entryKinds, 'all']).optional(),
          actor: z.string().optional().describe('The id of who did it'),
          text: z.string().max(200).optional().describe('Stands in the title, reason or a key'),
          from: instant.optional(),
          to: instant.optional(),
          before: z.coerce.number().int().optional().describe('Only lower numbers'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: answer(
          z.object({ entries: z.array(Entry), next: z.number().int().optional() }),
          'One page; `next` is the `before` of the following one',
        ),
      },
    }),
    async (c) => {
      const { environment, kind, from, to, limit, ...filter } = c.req.valid('query');
      const visible = visibleTo(principalOf(c).grants);
      const environments =
        environment === undefined
          ? visible
          : [environment].filter((each) => visible?.includes(each) ?? true);
      const page = await c.var.read((reading) =>
        deployLog.page(
          reading,
          {
            ...filter,
            environments,
            kinds: kind === 'all' ? undefined : kind ? [kind] : ['config', 'code', 'note'],
            from: from === undefined ? undefined : new Date(from),
            to: to === undefined ? undefined : new Date(to),
          },
          limit,
        ),
      );
      return c.json(page, 200);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/log/{seq}',
      summary: 'One entry of the deploy log',
      tags,
      permission: 'viewer anywhere',
      request: { params: z.object({ seq: z.coerce.number().int().min(1) }) },
      responses: { 200: answer(Entry, 'The entry') },
    }),
    async (c) => {
      const { seq } = c.req.valid('param');
      const visible = visibleTo(principalOf(c).grants);
      const entry = await c.var.read((reading) => deployLog.find(reading, seq));
      const isVisible = visible === undefined || visible.includes(entry?.environment ?? '');
      if (entry === undefined || !isVisible) {
        throw new Problem(
          'not-found',
          `There is no entry ${seq} in the deploy log that you may see`,
        );
      }
      return c.json(entry, 200);
    },
  );

/** The environments whose entries may be seen; undefined for all, and for what belongs to none. */
const visibleTo = (grants: Grants): string[] | undefined =>
  isAtLeast(grants['*'], 'viewer') ? undefined : Object.keys(grants);
