import { z } from '@hono/zod-openapi';

const Variant = z
  .object({
    variant: z.string(),
    weight: z.number().int().describe('Thousandths of a percent'),
    users: z.number().int().describe('Distinct, in the sample'),
    affected: z.number().int().describe('How many of them had the event afterwards'),
    rate: z.number().nullable(),
    low: z.number().describe('Of the rate, anytime-valid; for the eye'),
    high: z.number(),
    against: z
      .object({
        ratio: z.number().nullable().describe("How many times the control's rate"),
        low: z.number().describe('Of the ratio, anytime-valid, two-sided'),
        high: z.number().nullable().describe('Null: no end to be seen'),
        lnE: z.number().describe('The evidence that the rates differ, as ln E'),
        finding: z.enum(['more', 'fewer', 'open']),
      })
      .nullable()
      .describe('Beside the control; null for the control itself'),
  })
  .openapi('ComparedVariant');

export const Experiment = z
  .object({
    event: z.string().optional().describe('What is compared; missing if nothing is tracked'),
    events: z.array(z.string()).readonly().describe('What can be compared'),
    splits: z
      .array(
        z.object({
          rule: z.string(),
          name: z.string().optional(),
          startedAt: z.iso
            .datetime()
            .optional()
            .describe('Since then it is split like this; missing before any SDK has reported'),
          control: z.string(),
          variants: z.array(Variant).readonly(),
          confidence: z.number().describe('Of all intervals of ratios together'),
          sample: z.number().describe('The part of all users that is compared'),
          assignment: z
            .object({ lnE: z.number(), isSuspicious: z.boolean() })
            .describe('Whether users are given the variants as often as they should be'),
          words: z.array(z.string()).readonly(),
        }),
      )
      .readonly()
      .describe('Rules that split by targeting key'),
  })
  .openapi('Experiment');
