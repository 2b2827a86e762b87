import { z } from '@hono/zod-openapi';
import { answer, route, router } from '../platform/http.ts';
import { ExportFile } from './file-schemas.ts';
import * as releases from './service.ts';

const tags = ['Export and import'];
const inEnvironment = z.object({ environment: z.string().openapi({ example: 'production' }) });

export const fileRoutes = router().openapi(
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
);
