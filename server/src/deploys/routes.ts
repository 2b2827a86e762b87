import { z } from '@hono/zod-openapi';
import { Commits, Link } from '../deploy-log/schemas.ts';
import { CodeDeploy, Fleet, shownDeploy, shownFleet } from '../fleet/schemas.ts';
import { events } from '../fleet/service.ts';
import { answer, body, needs, principalOf, route, router } from '../platform/http.ts';
import { instant } from '../platform/instant.ts';
import { Preview } from '../releases/schemas.ts';
import { someone } from '../trains/service.ts';
import * as deploys from './service.ts';

const tags = ['Code deploys'];
const name = z.string().trim().min(1).max(200);

const Report = z
  .strictObject({
    id: name.describe('All reports of one deploy carry the same'),
    app: name,
    environment: name,
    version: name.describe('A semantic version, or whatever names the code'),
    event: z.enum(events).describe('`roll-back`: a rollback to this version is through'),
    from: name.optional().describe('What ran before, if it is not what the log says'),
    by: name.optional().describe('Who deployed, if it is not who reports'),
    at: instant.optional().describe('When, if it is not now'),
    commits: Commits.optional(),
    links: z.array(Link).max(20).optional(),
    reason: z.string().trim().max(1_000).optional(),
  })
  .openapi('DeployReport');

const Stranded = z
  .object({
    change: z.number().int(),
    title: z.string(),
    app: z.string(),
    version: z.string(),
    release: z.number().int(),
  })
  .openapi('Stranded');

const Reported = z
  .object({
    deploy: CodeDeploy,
    warnings: z.array(z.string()).readonly(),
    required: z
      .array(Stranded)
      .readonly()
      .describe('Live changes that need newer code than there is now'),
    rolledBack: z.array(z.number().int()).readonly().describe('Releases, as the policy wants it'),
  })
  .openapi('DeployReported');

const rollbackTags = ['Releases'];

const BackPreview = z
  .object({
    release: z.number().int().describe('The one that was live then'),
    config: Preview,
    code: z
      .array(
        z.object({
          app: z.string(),
          from: z.string(),
          to: z.string().nullable().describe('null: it was not there yet, and stays'),
          hook: z.boolean().describe('Whether there is somebody to ask'),
          words: z.string(),
          stranded: z.array(Stranded).readonly().describe('What needs the code that goes'),
        }),
      )
      .readonly(),
    order: z
      .enum(['config first', 'together'])
      .describe('`config first`: what is live needs code that goes, so hooks wait some seconds'),
  })
  .openapi('BackToHerePreview');

const WentBack = BackPreview.extend({
  entry: z.number().int().nullable().describe('In the deploy log; null: nothing had to be done'),
  warnings: z.array(z.string()).readonly(),
}).openapi('BackToHere');

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
      const found = await c.var.read((reading) => deploys.whereabouts(reading, environment));
      return c.json(shownFleet(found.fleet, found.releases), 200);
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
        (work) => deploys.report(work, environment, report, someone(principalOf(c), environment)),
        said.event === 'roll-back' ? 'urgent' : 'normal',
      );
      return c.json({ deploy: shownDeploy(deploy), ...rest }, 200);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/rollback',
      summary: 'What going back to an entry of the deploy log would change',
      tags: rollbackTags,
      permission: 'developer',
      request: {
        params: z.object({ environment: z.string() }),
        query: z.object({
          entry: z.coerce.number().int().min(1),
          code: z.enum(['true', 'false']).default('false').describe('Whether code goes back too'),
        }),
      },
      responses: { 200: answer(BackPreview, 'Nothing has been done') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { entry, code } = c.req.valid('query');
      const target = { entry, code: code === 'true' };
      const { grants } = principalOf(c);
      const seen = await c.var.read((reading) =>
        deploys.preview(reading, environment, target, grants),
      );
      return c.json(seen, 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/rollback',
      summary: 'Back to here: make config, and code if wanted, as they were after an entry',
      description:
        'Config is restored at once, ahead of everything that waits, and holds the train. Code goes back by the rollback hooks of its applications; `parts` of the entry says how far they are.',
      tags: rollbackTags,
      permission: 'developer',
      request: {
        params: z.object({ environment: z.string() }),
        body: body(
          z.strictObject({
            entry: z.number().int().min(1),
            code: z.boolean().default(false),
            reason: z.string().trim().max(1_000).optional(),
          }),
        ),
      },
      responses: { 200: answer(WentBack, 'Done, or under way') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const target = c.req.valid('json');
      const by = someone(principalOf(c), environment);
      const done = await c.var.work(
        (work) => deploys.goBack(work, environment, target, by),
        'urgent',
      );
      const { preview, ...rest } = done;
      return c.json({ ...preview, ...rest }, 200);
    },
  );
