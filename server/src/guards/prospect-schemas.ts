import { z } from '@hono/zod-openapi';
import { metricKinds } from '../environments/metric.ts';

export const Prospects = z
  .object({
    isGuarded: z.boolean().describe('Else it is said of the usual guard, which is not set'),
    power: z.number().describe('How likely it is to be found by the end of the stage'),
    alpha: z.number(),
    usersPerHour: z.number().nullable().describe('Null where nothing was counted'),
    usersFrom: z
      .enum(['releases', 'requests'])
      .nullable()
      .describe('Whether users were counted in an earlier release, or each request counts as one'),
    metrics: z
      .array(
        z.object({
          key: z.string(),
          kind: z.enum(metricKinds),
          worse: z.enum(['more', 'fewer']),
          baseRate: z
            .number()
            .nullable()
            .describe('The share of users who have it anyway; null where values are compared'),
          from: z.enum(['releases', 'requests', 'assumed']).describe('Where it is known from'),
        }),
      )
      .readonly(),
    stages: z
      .array(
        z.object({
          stage: z.number().int().describe('Counted from 0'),
          thousandths: z.number().describe('Of a percent: 5000 is 5 %'),
          users: z.number().describe('Canary users by the time it may go on'),
          takesMs: z.number().nullable().describe('Null where nobody knows how many users come'),
          isTooFew: z.boolean().describe('Its longest time is over before enough have come'),
          finds: z
            .array(
              z.object({
                key: z.string(),
                ratio: z
                  .number()
                  .nullable()
                  .describe('How many times worse it must get to be found; null: not foretold'),
              }),
            )
            .readonly(),
        }),
      )
      .readonly()
      .describe('Those in which a percentage of the users has the release'),
  })
  .openapi('Prospects');

export type Prospects = z.infer<typeof Prospects>;
