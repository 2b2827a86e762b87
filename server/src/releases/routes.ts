import { z } from '@hono/zod-openapi';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { published, publishedOrPreviewed, shown, statusOf } from './published.ts';
import { Edit, Release, RollbackPreview, reason, Verification, WithReason } from './schemas.ts';
import * as releases from './service.ts';

const MOST_EDITS = 1_000;
const tags = ['Releases'];
const environment = z.string().openapi({ example: 'production' });
const inEnvironment = z.object({ environment });
const ofRelease = z.object({ environment, number: z.coerce.number().int().min(1) });
const ofSwitch = z.object({ environment, key: z.string() });

export const releaseRoutes = router()
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/releases',
      summary: 'Publish edits as one release',
      description:
        'All edits or none. Needs the role that the policy of the environment names; switches that are created off need a developer only.',
      tags,
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({
            reason,
            edits: z.array(Edit).min(1).max(MOST_EDITS),
            preview: z.boolean().optional().describe('Only say what would change'),
          }),
        ),
      },
      responses: publishedOrPreviewed,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { preview, ...wish } = c.req.valid('json');
      const { grants } = principalOf(c);
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.preview(reading, environment, { ...wish, grants }),
        );
        return c.json(seen, 200);
      }
      const done = await c.var.work((work) =>
        releases.publish(work, environment, { ...wish, grants }),
      );
      return c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases',
      summary: 'Releases, newest first',
      tags,
      permission: 'viewer',
      request: {
        params: inEnvironment,
        query: z.object({
          before: z.coerce.number().int().optional().describe('Only lower numbers'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: answer(
          z.object({ releases: z.array(Release), next: z.number().int().optional() }),
          'One page; `next` is the `before` of the following one',
        ),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { before, limit } = c.req.valid('query');
      return c.json(
        await c.var.read((reading) => releases.list(reading, environment, before, limit)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases/{number}',
      summary: 'One release',
      tags,
      permission: 'viewer',
      request: { params: ofRelease },
      responses: { 200: answer(Release, 'The release') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      return c.json(
        await c.var.read((reading) => releases.find(reading, environment, number)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/releases/{number}/rollback',
      summary: 'What rolling back a release would change',
      tags,
      permission: 'viewer',
      request: { params: ofRelease },
      responses: { 200: answer(RollbackPreview, 'Nothing has been done') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      return c.json(
        await c.var.read((reading) => releases.previewRollback(reading, environment, number)),
        200,
      );
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/releases/{number}/rollback',
      summary: 'Roll back a release',
      description:
        'Undoes exactly its changes, field by field. What was changed again since stays. Never conflicts, and goes ahead of everything that waits.',
      tags,
      permission: 'developer',
      request: { params: ofRelease, body: body(WithReason) },
      responses: published,
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const wish = { ...c.req.valid('json'), grants: principalOf(c).grants };
      const done = await c.var.work(
        (work) => releases.rollback(work, environment, number, wish),
        'urgent',
      );
      return c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/restore',
      summary: 'Back to here: make everything as it was after a release',
      description: 'Kills stay. Goes ahead of everything that waits.',
      tags,
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({
            release: z.number().int().min(1),
            reason,
            preview: z.boolean().optional().describe('Only say what would change'),
          }),
        ),
      },
      responses: publishedOrPreviewed,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { release, preview, reason } = c.req.valid('json');
      const wish = { reason, grants: principalOf(c).grants };
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.previewRestore(reading, environment, release, wish),
        );
        return c.json(seen, 200);
      }
      const done = await c.var.work(
        (work) => releases.restore(work, environment, release, wish),
        'urgent',
      );
      return c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/switches/{key}/kill',
      summary: 'Kill: turn a switch off for everybody, now',
      description:
        'It stays off, whatever else changes, until it is revived. Goes ahead of everything that waits.',
      tags,
      permission: 'developer',
      request: { params: ofSwitch, body: body(WithReason) },
      responses: published,
    }),
    async (c) => {
      const { environment, key } = c.req.valid('param');
      const wish = { ...c.req.valid('json'), grants: principalOf(c).grants };
      const done = await c.var.work(
        (work) => releases.kill(work, environment, key, wish),
        'urgent',
      );
      return c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/switches/{key}/revive',
      summary: 'Lift a kill',
      description: 'Needs the role that the policy of the environment names.',
      tags,
      permission: 'developer',
      request: { params: ofSwitch, body: body(WithReason) },
      responses: published,
    }),
    async (c) => {
      const { environment, key } = c.req.valid('param');
      const wish = { ...c.req.valid('json'), grants: principalOf(c).grants };
      const done = await c.var.work((work) => releases.revive(work, environment, key, wish));
      return c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/log/verify',
      summary: 'Whether the deploy log is what was written',
      description:
        'Recomputes its hashes, and does all releases over again: the outcome must be what there is now.',
      tags: ['Deploy log'],
      permission: 'viewer everywhere',
      responses: { 200: answer(Verification, 'What was found') },
    }),
    async (c) => c.json(await releases.verify(c.var.read), 200),
  );
