import { z } from '@hono/zod-openapi';
import { answer, route, router, sdkOf } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import { MOST_CHANGES } from './memberships.ts';
import * as cohorts from './service.ts';

const tags = ['Cohorts'];
const permission = 'developer';

const Membership = z
  .object({
    cohort: z.string(),
    user: z.string().openapi({ example: 'user-1' }),
    isMember: z.boolean().describe('False for who left not long ago'),
    at: z.iso.datetime().describe('When it became so'),
    by: z.string().describe('How: `api`, `user`, `erasure`'),
  })
  .openapi('Membership');

const environment = z.string().openapi({ example: 'production' });
const cohort = z.string().openapi({ example: 'bleeding-edge' });
const user = z.string().min(1).max(1_000).describe('A targeting key');
const inAddress = z
  .string()
  .describe('A targeting key; `-` if it stands in `?user=`, as any may, and `.` and `..` have to');
/** `..` in an address means another address. */
const inQuery = z.object({ user: user.optional() });

const named = (inPath: string, inQuery: string | undefined): string => {
  const { success, error, data } = user.safeParse(inQuery ?? inPath);
  if (!success) throw new Problem('invalid', `user: ${error.issues[0]?.message}`);
  return data;
};

const Page = z
  .object({
    from: z.string(),
    to: z.string(),
    more: z.boolean(),
    reset: z.literal(true).optional(),
    changes: z.array(z.tuple([z.string(), z.string(), z.boolean()])),
  })
  .openapi('MembersMessage');

export const cohortRoutes = (memberships: cohorts.Memberships) =>
  router()
    .openapi(
      route({
        method: 'put',
        path: '/api/environments/{environment}/cohorts/{cohort}/members/{user}',
        permission,
        summary: 'Put somebody into a cohort',
        description:
          'Refused where the cohort is closed, full or at its end. Who is in already stays. Not in the deploy log.',
        tags,
        request: { params: z.object({ environment, cohort, user: inAddress }), query: inQuery },
        responses: { 200: answer(Membership, 'They are in') },
      }),
      async (c) => {
        const { environment, cohort } = c.req.valid('param');
        const user = named(c.req.valid('param').user, c.req.valid('query').user);
        const joined = await c.var.work((work) =>
          cohorts.join(work, environment, cohort, user, 'api'),
        );
        return c.json(shown(joined), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/api/environments/{environment}/cohorts/{cohort}/members/{user}',
        permission,
        summary: 'Take somebody out of a cohort',
        tags,
        request: { params: z.object({ environment, cohort, user: inAddress }), query: inQuery },
        responses: { 204: { description: 'They are not in' } },
      }),
      async (c) => {
        const { environment, cohort } = c.req.valid('param');
        const user = named(c.req.valid('param').user, c.req.valid('query').user);
        await c.var.work((work) => cohorts.leave(work, environment, cohort, user, 'api'));
        return c.body(null, 204);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/cohorts',
        permission: 'viewer',
        summary: 'How many are in each cohort',
        tags,
        request: { params: z.object({ environment }) },
        responses: {
          200: answer(
            z.object({ members: z.record(z.string(), z.number().int()) }),
            'By cohort; where nobody is, it is left out',
          ),
        },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const sizes = await c.var.read((reading) => cohorts.sizes(reading, environment));
        return c.json({ members: Object.fromEntries(sizes) }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/cohorts/{cohort}/members',
        permission,
        summary: 'Who is in a cohort, and how many',
        tags,
        request: {
          params: z.object({ environment, cohort }),
          query: z.object({
            after: z.string().optional().describe('The `next` of the page before'),
            search: z.string().max(1_000).optional().describe('Only keys that start with it'),
            limit: z.coerce.number().int().min(1).max(1_000).default(100),
          }),
        },
        responses: {
          200: answer(
            z.object({
              members: z.array(Membership),
              count: z.number().int().describe('Of all of them'),
              next: z.string().optional(),
            }),
            'By user key',
          ),
        },
      }),
      async (c) => {
        const { environment, cohort } = c.req.valid('param');
        const page = c.req.valid('query');
        const { members, ...rest } = await c.var.read((reading) =>
          cohorts.list(reading, environment, cohort, page),
        );
        return c.json({ ...rest, members: members.map(shown) }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/users/{user}/opt-ins',
        permission,
        summary: 'All that is kept about one user’s opt-ins',
        tags,
        request: { params: z.object({ environment, user: inAddress }), query: inQuery },
        responses: {
          200: answer(z.object({ user, optIns: z.array(Membership) }), 'By cohort'),
        },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const user = named(c.req.valid('param').user, c.req.valid('query').user);
        const optIns = await c.var.read((reading) => cohorts.ofUser(reading, environment, user));
        return c.json({ user, optIns: optIns.map(shown) }, 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/api/environments/{environment}/users/{user}/opt-ins',
        permission,
        summary: 'Erase a user’s opt-ins',
        description:
          'They are in no cohort from now on. That they were is deleted a day later, when every SDK has been told.',
        tags,
        request: { params: z.object({ environment, user: inAddress }), query: inQuery },
        responses: { 204: { description: 'Erased' } },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const user = named(c.req.valid('param').user, c.req.valid('query').user);
        await c.var.work((work) => cohorts.erase(work, environment, user));
        return c.body(null, 204);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/sdk/members',
        permission: 'sdk server',
        summary: 'Who opted in to what, for an SDK on a server',
        description: 'What changed since `after`, or all of it. See docs/wire-format.md.',
        tags: ['SDKs'],
        request: {
          query: z.object({
            after: z.string().optional().describe('The `to` of the answer before'),
            limit: z.coerce.number().int().min(1).max(MOST_CHANGES).default(MOST_CHANGES),
          }),
        },
        responses: { 200: answer(Page, 'In the order of the sequence') },
      }),
      async (c) => {
        const { after, limit } = c.req.valid('query');
        const page = await memberships.since(sdkOf(c).environment, after, limit);
        return c.json(page, 200, { 'Cache-Control': 'no-store' }) as never;
      },
    );

const shown = ({ at, ...membership }: cohorts.Membership): z.infer<typeof Membership> => ({
  ...membership,
  at: at.toISOString(),
});
