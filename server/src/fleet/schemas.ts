import { z } from '@hono/zod-openapi';
import { Actor, Commits, Link } from '../deploy-log/schemas.ts';
import type * as fleet from './service.ts';

const Instant = z.iso.datetime();

export const CodeDeploy = z
  .object({
    id: z.string(),
    environment: z.string(),
    app: z.string(),
    version: z.string(),
    from: z.string().optional().describe('What ran before'),
    kind: z.enum(['deploy', 'rollback']),
    status: z.enum(['started', 'finished', 'failed']),
    startedAt: Instant.describe('As reported, like `endedAt`'),
    endedAt: Instant.optional(),
    startEntry: z.number().int().describe('Its number in the deploy log'),
    endEntry: z.number().int().optional(),
    actor: Actor.describe('Who reported it'),
    by: z.string().optional().describe('Who deployed, as reported'),
    commits: Commits.describe('Empty where none were reported'),
    links: z.array(Link).readonly(),
  })
  .openapi('CodeDeploy');

export const shownDeploy = (deploy: fleet.CodeDeploy): z.infer<typeof CodeDeploy> => ({
  id: deploy.id,
  environment: deploy.environment,
  app: deploy.app,
  version: deploy.version,
  ...(deploy.fromVersion !== null && { from: deploy.fromVersion }),
  kind: deploy.kind,
  status: deploy.status,
  startedAt: deploy.startedAt.toISOString(),
  ...(deploy.endedAt && { endedAt: deploy.endedAt.toISOString() }),
  startEntry: deploy.startEntry,
  ...(deploy.endEntry !== null && { endEntry: deploy.endEntry }),
  actor: deploy.actor,
  ...(deploy.by !== null && { by: deploy.by }),
  commits: deploy.commits,
  links: deploy.links,
});

const Instance = z.object({
  instance: z.string(),
  version: z.string().nullable(),
  position: z.string().nullable().describe('What it has of the environment: `epoch:seq`'),
  release: z.number().int().nullable().describe('The live release at that position, if known'),
  channel: z.enum(['live', 'princess']),
  reportedAt: Instant,
});

export const Fleet = z
  .object({
    apps: z.array(
      z.object({
        app: z.string(),
        version: z.string().nullable().describe('Of the latest finished deploy or rollback'),
        latest: CodeDeploy.nullable().describe('The deploy that started last'),
        isLogOnly: z.boolean(),
        share: z.number().int().describe('In thousandths of a percent'),
        instances: z.array(Instance).describe('Those that reported in the last minute'),
      }),
    ),
    unnamed: z.array(Instance).describe('Those that do not say which application they are'),
  })
  .openapi('Fleet');

type Releases = ReadonlyMap<string | null, number>;

export const shownFleet = (
  { apps, unnamed }: fleet.Fleet,
  releases: Releases,
): z.infer<typeof Fleet> => ({
  apps: apps.map(({ latest, instances, ...app }) => ({
    ...app,
    latest: latest && shownDeploy(latest),
    instances: instances.map((each) => shownInstance(each, releases)),
  })),
  unnamed: unnamed.map((each) => shownInstance(each, releases)),
});

const shownInstance = (each: fleet.Instance, releases: Releases): z.infer<typeof Instance> => ({
  instance: each.instance,
  version: each.version,
  position: each.position,
  release: releases.get(each.position) ?? null,
  channel: each.channel,
  reportedAt: each.reportedAt.toISOString(),
});
