import { z } from '@hono/zod-openapi';
import { Commits, Link } from '../deploy-log/schemas.ts';
import { CodeDeploy, Fleet, shownDeploy, shownFleet } from '../fleet/schemas.ts';
import * as fleet from '../fleet/service.ts';
import { answer, body, needs, route, router } from '../platform/http.ts';
import * as deploys from './service.ts';

const tags = ['Code deploys'];
const name = z.string().trim().min(1).max(200);

const Report = z
  .strictObject({
    id: name.describe('All reports of one deploy carry the same'),
    app: name,
    environment: name,
    version: name.describe('A semantic version, or whatever names the code'),
    event: z.enum(fleet.events).describe('`roll-back`: a rollback to this version is through'),
    from: name.optional().describe('What ran before, if it is not what the log says'),
    by: name.optional().describe('Who deployed, if it is not who reports'),
    at: z.iso.datetime({ offset: true }).optional().describe('When, if it is not now'),
    commits: Commits.optional(),
    links: z.array(Link).max(20).optional(),
    reason: z.string().trim().max(1_000).optional(),
  })
  .openapi('DeployReport');

const Reported = z
  .object({
    deploy: CodeDeploy,
    warnings: z.array(z.string()).readonly(),
    required: z
      .array(
        z.object({
          change: z.number().int(),
          title: z.string(),
          app: z.string(),
          version: z.string(),
          release: z.number().int(),
        }),
      )
      .readonly()
      .describe('Live changes that need newer code than there is now'),
    rolledBack: z.array(z.number().int()).readonly().describe('Releases, as the policy wants it'),
  })
  .openapi('DeployReported');

export const deployRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/fleet',
      summary: 'Who runs what: applications, their deploys and their running instances',
      tags,
      permission: 'viewer',
      request: { params: z.object({ environment: z.string() }) },
      responses: { 200: answer(Fleet, 'As far as it is reported') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const found = await c.var.read((reading) => fleet.fleetOf(reading, environment));
      return c.json(shownFleet(found, new Map()), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/deploys',
      summary: 'Report a deploy of code: that it started, finished, failed or was rolled back',
      description:
        'Needs the role developer in the environment. The same report again changes nothing: CI may repeat it.',
      tags,
      permission: 'developer anywhere',
      request: { body: body(Report) },
      responses: { 200: answer(Reported, 'So it stands in the log, since now or before') },
    }),
    async (c) => {
      const { environment, at, ...said } = c.req.valid('json');
      needs(c, 'developer', environment);
      const report = { ...said, at: at === undefined ? undefined : new Date(at) };
      const { deploy, ...rest } = await c.var.work(
        (work) => deploys.report(work, environment, report),
        said.event === 'roll-back' ? 'urgent' : 'normal',
      );
      return c.json({ deploy: shownDeploy(deploy), ...rest }, 200);
    },
  );
