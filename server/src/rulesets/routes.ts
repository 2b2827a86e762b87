import { z } from '@hono/zod-openapi';
import {
  type Candidate,
  type EvaluationContext,
  type Resolution,
  type Ruleset,
  type Step,
  unitOf,
} from '@switchyard/core';
import * as cohorts from '../cohorts/service.ts';
import { answer, body, route, router, sdkOf } from '../platform/http.ts';
import * as etag from './etag.ts';
import { explain } from './explanation.ts';
import type { Rulesets } from './service.ts';
import { type Things, thingsIn } from './things.ts';

const inEnvironment = z.object({ environment: z.string().openapi({ example: 'production' }) });
const object = <T>(description: string) => z.custom<T>().openapi({ type: 'object', description });

const position = z.string().describe('`epoch:seq`');
const ruleset = object<Ruleset>(
  'What evaluation reads: `switches`, `segments`, `cohorts`, `internalUsers`',
);

const ThingsOf = z
  .object({
    position,
    environment: z.string(),
    release: z.number().int(),
    ruleset,
    things: object<Things['things']>(
      'All that the ruleset is made from, as it is kept: archived switches too, each with its `version`',
    ),
  })
  .openapi('Things');

const HeldRuleset = z
  .object({
    position,
    environment: z.string(),
    release: z.number().int(),
    checksum: z.string(),
    candidate: object<Candidate>('What is rolling out, on top of `ruleset`').optional(),
    ruleset,
  })
  .openapi('RulesetMessage');

const Explanation = z
  .object({
    key: z.string(),
    resolution: object<Resolution>('What is served, and the reason'),
    steps: z.array(object<Step>('What was looked at')).readonly(),
  })
  .openapi('Explanation');

const forServers = { kind: 'server', channel: 'live' } as const;

export const rulesetRoutes = (rulesets: Rulesets, clock: () => Date) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/api/environments/{environment}/ruleset',
        summary: 'What SDKs on servers get, and everything it is made from',
        tags: ['Releases'],
        permission: 'viewer',
        request: { params: inEnvironment },
        responses: { 200: answer(ThingsOf, 'As it is now') },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        return c.json(await c.var.read((reading) => thingsIn(reading, environment)), 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/environments/{environment}/explain',
        summary: 'Who gets it and why: evaluates switches for a context, step by step',
        tags: ['Switches'],
        permission: 'viewer',
        request: {
          params: inEnvironment,
          body: body(
            z.strictObject({
              context: z.record(z.string(), z.unknown()).openapi({
                example: { targetingKey: 'u-1', email: 'ada@example.com' },
              }),
              switches: z.array(z.string()).max(1_000).optional().describe('All, unless given'),
            }),
          ),
        },
        responses: { 200: answer(z.array(Explanation), 'By key') },
      }),
      async (c) => {
        const { environment } = c.req.valid('param');
        const { switches, ...asked } = c.req.valid('json');
        const context = asked.context as EvaluationContext;
        const user = unitOf(context.targetingKey) ?? '';
        const joined = await c.var.read((reading) => cohorts.of(reading, environment, user));
        const edition = await rulesets.current(environment, forServers);
        const explained = explain(edition, context, switches, clock(), new Set(joined));
        return c.json(explained, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/sdk/ruleset',
        summary: 'The whole ruleset, for an SDK',
        description: 'With an ETag; If-None-Match gives 304. See docs/wire-format.md.',
        tags: ['SDKs'],
        permission: 'sdk',
        responses: {
          200: answer(HeldRuleset, 'The data of a `ruleset` message'),
          304: { description: 'You have it' },
        },
      }),
      async (c) => {
        const sdk = sdkOf(c);
        const edition = await rulesets.current(sdk.environment, sdk);
        const headers = { ETag: `"${edition.position}"`, 'Cache-Control': 'no-cache' };
        if (etag.names(c.req.header('If-None-Match'), edition.position)) {
          return c.body(null, 304, headers);
        }
        const bytes = edition.build.body as Uint8Array<ArrayBuffer>;
        return c.body(bytes, 200, { ...headers, 'Content-Type': 'application/json' }) as never;
      },
    );
