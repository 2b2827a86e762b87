import { z } from '@hono/zod-openapi';
import { metricKinds } from '../environments/metric.ts';

const ArmRate = z
  .object({
    users: z.number(),
    affected: z.number().nullable().describe('Users; null where values are counted'),
    rate: z.number().nullable().describe('The share of users affected, or the mean per request'),
    low: z.number().nullable().describe('Anytime-valid, 95 %'),
    high: z.number().nullable(),
  })
  .openapi('ArmRate');

const view = z.object({
  view: z.enum(['users', 'events', 'slow', 'mean', 'typical']),
  lnE: z.number(),
  ratio: z.number().nullable(),
  lowerBound: z.number().describe('Of the ratio, anytime-valid; 0 while nothing can be said'),
  canary: ArmRate,
  control: ArmRate,
});

const Verdict = z
  .object({
    action: z.enum(['advance', 'hold', 'roll back']),
    reasons: z
      .array(
        z.looseObject({
          action: z.enum(['advance', 'wait', 'hold', 'roll back']),
          kind: z.string(),
        }),
      )
      .readonly()
      .describe('The gravest first; it decides'),
    metrics: z
      .array(z.object({ key: z.string(), lnE: z.number(), views: z.array(view).readonly() }))
      .readonly(),
    lnE: z.number(),
    alpha: z.number(),
    afterMs: z.number().describe('Since the release began to roll out'),
  })
  .openapi('Verdict');

const point = z.object({
  at: z.string(),
  stage: z.number().int().describe('Counted from 0'),
  lnE: z.number(),
  metrics: z.array(z.object({ key: z.string(), lnE: z.number() })).readonly(),
});

export const Evidence = z
  .object({
    release: z.number().int(),
    verdict: Verdict.nullable().describe('Null if the release was not guarded'),
    measured: z
      .array(
        z.object({
          key: z.string(),
          kind: z.enum(metricKinds),
          worse: z.enum(['more', 'fewer']),
          weight: z.number(),
          tolerated: z.number(),
          says: z.string().optional(),
        }),
      )
      .readonly()
      .describe('What was compared, as it was settled at departure'),
    users: z
      .object({ canary: z.number(), control: z.number() })
      .nullable()
      .describe('Distinct users who were served and are compared; estimated if there are many'),
    words: z.string().nullable().describe('Its first reason: a whole sentence for a rollback'),
    curve: z
      .array(point)
      .readonly()
      .describe('The evidence against the release; at ln(1/α) it is taken back'),
    dropped: z
      .number()
      .int()
      .describe('Minutes and stages that SDKs had to forget, of both arms alike: nobody listened'),
  })
  .openapi('Evidence');

/** As it was kept: times are text. */
export type Evidence = z.infer<typeof Evidence>;
