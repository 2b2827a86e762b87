import { z } from '@hono/zod-openapi';
import { body, principalOf, route, router } from '../platform/http.ts';
import { ImportFile } from '../releases/file-schemas.ts';
import { Edit, reason, WithReason } from '../releases/schemas.ts';
import * as releases from '../releases/service.ts';
import {
  published,
  publishedOrPreviewed,
  publishedOrWaiting,
  shown,
  statusOf,
} from './published.ts';
import * as trains from './service.ts';

const MOST_EDITS = 1_000;
const tags = ['Releases'];
const environment = z.string().openapi({ example: 'production' });
const inEnvironment = z.object({ environment });
const ofRelease = z.object({ environment, number: z.coerce.number().int().min(1) });
const ofSwitch = z.object({ environment, key: z.string() });
const preview = z.boolean().optional().describe('Only say what would change');

/** Everything that publishes without riding: it passes by the queue, but not by the train. */
export const publishingRoutes = router()
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/releases',
      summary: 'Publish edits as one release',
      description:
        'All edits or none, past the queue, as far as the policy of the environment lets changes leave at once. Needs the role that it names; switches that are created off need a developer only. With a canary plan the release rolls out first. If something else rolls out, or the train is held, the edits wait as a change.',
      tags,
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({ reason, edits: z.array(Edit).min(1).max(MOST_EDITS), preview }),
        ),
      },
      responses: publishedOrWaiting,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { preview, edits, reason } = c.req.valid('json');
      const principal = principalOf(c);
      const { grants } = principal;
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.preview(reading, environment, { edits, reason, grants }),
        );
        return c.json(seen, 200);
      }
      const by = trains.someone(principal, environment);
      const done = await c.var.work((work) =>
        trains.publish(work, environment, { edits, reason, by }),
      );
      return trains.isWaiting(done) ? c.json(done, 202) : c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/import',
      summary: 'Publish what a file holds, as one release',
      description: 'Needs the role that the policy of the environment names. Kills stay.',
      tags: ['Export and import'],
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({
            file: ImportFile,
            mode: z
              .enum(['merge', 'replace'])
              .default('merge')
              .describe('`merge` keeps what the file does not have; `replace` deletes it'),
            reason,
            preview,
          }),
        ),
      },
      responses: publishedOrWaiting,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { file, mode, preview, reason } = c.req.valid('json');
      const principal = principalOf(c);
      const { grants } = principal;
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.previewImport(reading, environment, file, mode, { reason, grants }),
        );
        return c.json(seen, 200);
      }
      const by = trains.someone(principal, environment);
      const done = await c.var.work((work) =>
        trains.importFile(work, environment, file, mode, { reason, by }),
      );
      return trains.isWaiting(done) ? c.json(done, 202) : c.json(shown(done), statusOf(done));
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/releases/{number}/rollback',
      summary: 'Roll back a release',
      description:
        'Undoes exactly its changes, field by field. What was changed again since stays. Never conflicts, and goes ahead of everything that waits. Whatever rolls out is taken back, and the train is held.',
      tags,
      permission: 'developer',
      request: { params: ofRelease, body: body(WithReason) },
      responses: published,
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const wish = { ...c.req.valid('json'), by: trains.someone(principalOf(c), environment) };
      const done = await c.var.work(
        (work) => trains.rollBack(work, environment, number, wish),
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
      description:
        'Kills stay. Goes ahead of everything that waits. Whatever rolls out is taken back, and the train is held.',
      tags,
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(z.strictObject({ release: z.number().int().min(1), reason, preview })),
      },
      responses: publishedOrPreviewed,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { release, preview, reason } = c.req.valid('json');
      const principal = principalOf(c);
      const { grants } = principal;
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.previewRestore(reading, environment, release, { reason, grants }),
        );
        return c.json(seen, 200);
      }
      const by = trains.someone(principal, environment);
      const done = await c.var.work(
        (work) => trains.restore(work, environment, release, { reason, by }),
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
        'It stays off, whatever else changes, until it is revived. Goes ahead of everything that waits; what rolls out goes on without it.',
      tags,
      permission: 'developer',
      request: { params: ofSwitch, body: body(WithReason) },
      responses: published,
    }),
    async (c) => {
      const { environment, key } = c.req.valid('param');
      const wish = { ...c.req.valid('json'), by: trains.someone(principalOf(c), environment) };
      const done = await c.var.work((work) => trains.kill(work, environment, key, wish), 'urgent');
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
      const wish = { ...c.req.valid('json'), by: trains.someone(principalOf(c), environment) };
      const done = await c.var.work((work) => trains.revive(work, environment, key, wish));
      return c.json(shown(done), statusOf(done));
    },
  );
