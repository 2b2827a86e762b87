import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { answer, type Env, route, router, sdkOf } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import { createThrottle } from '../platform/throttle.ts';
import type { Rulesets } from '../rulesets/service.ts';
import * as you from './service.ts';

const tags = ['SDKs'];
const permission = 'sdk user';

const answers = z
  .record(z.string(), z.literal(true))
  .describe('By the ids that the ruleset asks with; what is no is left out');

const You = z
  .object({
    user: z.string(),
    release: z.number().int(),
    cohorts: z.array(z.string()).readonly(),
    answers: answers.readonly(),
    chosen: z.literal(true).optional().describe('Gets the candidate by choice'),
    candidate: z.object({ answers: answers.readonly() }).optional(),
    expiresAt: z.iso.datetime().describe('When the token ends'),
    token: z.string().optional().describe('After leaving: one to join again with'),
  })
  .openapi('You');

const ShownCohort = z
  .object({
    key: z.string(),
    title: z.string(),
    description: z.string().optional(),
    feedbackUrl: z.string().optional(),
    isOpen: z.boolean(),
    isFull: z.boolean(),
    endsAt: z.string().optional(),
    isMember: z.boolean().optional().describe('Only for somebody who is proven'),
  })
  .openapi('ShownCohort');

const params = z.object({ cohort: z.string().openapi({ example: 'bleeding-edge' }) });
const headers = z.object({
  'switchyard-user': z
    .string()
    .optional()
    .describe('A user token, as `flags.userToken` makes it: see docs/wire-format.md'),
});

const tokenOf = (c: Context<Env>) => c.req.header('switchyard-user');

interface Parts {
  readonly service: you.YouService;
  readonly rulesets: Rulesets;
  readonly clock: () => Date;
}

export const youRoutes = ({ service, rulesets, clock }: Parts) => {
  const words = 'That is asked too often. Try again in a moment';
  const throttleUser = createThrottle(clock, { burst: 60, eachMs: 1_000, words });
  const throttleRefused = createThrottle(clock, { burst: 60, eachMs: 1_000, words });

  const editionFor = (c: Context<Env>) => {
    const { environment, channel } = sdkOf(c);
    return rulesets.current(environment, { kind: 'browser', channel });
  };

  async function proofOf(c: Context<Env>): Promise<you.Proof> {
    const { environment } = sdkOf(c);
    try {
      const proof = await service.prove(environment, tokenOf(c) ?? '');
      throttleUser(`${environment} ${proof.user}`);
      return proof;
    } catch (error) {
      if (error instanceof Problem && error.code === 'invalid-token') {
        throttleRefused(c.var.client.address);
      }
      throw error;
    }
  }

  async function youNow(c: Context<Env>, proof: you.Proof) {
    const joined = await service.cohortsOf(proof.environment, [proof.user]);
    c.header('Cache-Control', 'no-store');
    return service.youOf(await editionFor(c), proof, joined.get(proof.user) ?? []);
  }

  return router()
    .openapi(
      route({
        method: 'get',
        path: '/sdk/you',
        permission,
        summary: 'What only the server can decide for the user of a page',
        tags,
        request: { headers },
        responses: { 200: answer(You, 'For the user of the token') },
      }),
      async (c) => c.json(await youNow(c, await proofOf(c)), 200),
    )
    .openapi(
      route({
        method: 'put',
        path: '/sdk/you/cohorts/{cohort}',
        permission,
        summary: 'Opt in',
        tags,
        request: { params, headers },
        responses: { 200: answer(You, 'They are in') },
      }),
      async (c) => {
        const proof = await proofOf(c);
        await c.var.work((work) => you.join(work, proof, c.req.valid('param').cohort));
        return c.json(await youNow(c, proof), 200);
      },
    )
    .openapi(
      route({
        method: 'delete',
        path: '/sdk/you/cohorts/{cohort}',
        permission,
        summary: 'Opt out',
        tags,
        request: { params, headers },
        responses: { 200: answer(You, 'They are not in') },
      }),
      async (c) => {
        const proof = await proofOf(c);
        const token = await c.var.work((work) =>
          you.leave(work, proof, c.req.valid('param').cohort),
        );
        return c.json({ ...(await youNow(c, proof)), token }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/sdk/cohorts',
        permission: 'sdk',
        summary: 'The cohorts that may be joined, and those one is in',
        tags,
        request: { headers },
        responses: {
          200: answer(z.object({ cohorts: z.array(ShownCohort) }), 'By title'),
        },
      }),
      async (c) => {
        const proof = tokenOf(c) === undefined ? undefined : await proofOf(c);
        const cohorts = await service.shown(await editionFor(c), proof);
        c.header('Cache-Control', 'no-store');
        return c.json({ cohorts }, 200);
      },
    );
};
