import { z } from '@hono/zod-openapi';
import { answer, body, principalOf, route, router } from '../platform/http.ts';
import { description } from '../switches/schemas.ts';
import { FORMAT } from './export-file.ts';
import { publishedOrPreviewed, shown, statusOf } from './published.ts';
import { reason } from './schemas.ts';
import * as releases from './service.ts';

const tags = ['Export and import'];
const inEnvironment = z.object({ environment: z.string().openapi({ example: 'production' }) });
const thing = z.record(z.string(), z.unknown());
const things = z.record(z.string(), thing);

const file = {
  format: z.literal(FORMAT, `This is no export of an environment: its format is not "${FORMAT}"`),
  version: z.number().int().min(1),
  environment: z.string(),
  release: z.number().int(),
  exportedAt: z.iso.datetime(),
  descriptions: z
    .record(
      z.string(),
      z.object({ ...description, expiresAt: z.iso.datetime({ offset: true }) }).partial(),
    )
    .describe('What is said about the switches: taken over for those that are new'),
  switches: things,
  segments: things,
  cohorts: things,
};

const ExportFile = z.object({ ...file, internalUsers: thing.optional() }).openapi('ExportFile');
const ImportFile = z
  .strictObject({ ...file, internalUsers: thing })
  .partial()
  .required({ format: true, version: true })
  .openapi('ImportFile');

export const fileRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/export',
      summary: 'Everything in an environment, as one file',
      description: 'But for kills, which belong to the environment they were made in.',
      tags,
      permission: 'viewer',
      request: { params: inEnvironment },
      responses: { 200: answer(ExportFile, 'The file') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      return c.json(await c.var.read((reading) => releases.exportFile(reading, environment)), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/import',
      summary: 'Publish what a file holds, as one release',
      description: 'Needs the role that the policy of the environment names. Kills stay.',
      tags,
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
            preview: z.boolean().optional().describe('Only say what would change'),
          }),
        ),
      },
      responses: publishedOrPreviewed,
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { file, mode, preview, reason } = c.req.valid('json');
      const wish = { reason, grants: principalOf(c).grants };
      if (preview) {
        const seen = await c.var.read((reading) =>
          releases.previewImport(reading, environment, file, mode, wish),
        );
        return c.json(seen, 200);
      }
      const done = await c.var.work((work) =>
        releases.importFile(work, environment, file, mode, wish),
      );
      return c.json(shown(done), statusOf(done));
    },
  );
