import { z } from '@hono/zod-openapi';
import { days } from './freeze.ts';
import { tooFewUsers, usualGuard } from './guard.ts';
import { metricKinds } from './metric.ts';
import { extents, publishRoles } from './policy.ts';

const role = z.enum(publishRoles);
const MOST_FREEZES = 50;

const Audience = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('internal') }),
    z.strictObject({ kind: z.literal('cohort'), cohort: z.string().max(300) }),
    z.strictObject({
      kind: z.literal('percentage'),
      thousandths: z.number().int().describe('Of a percent: 5000 is 5 %'),
    }),
  ])
  .openapi('Audience');

export const Stage = z
  .strictObject({ audience: Audience, minimumMs: z.number().describe('At least so long') })
  .openapi('Stage');

const weekTime = z.strictObject({ day: z.enum(days), time: z.string().describe('Like `16:30`') });
const window = { reason: z.string().max(500), timeZone: z.string().max(100) };
const FreezeWindow = z
  .discriminatedUnion('every', [
    z.strictObject({ every: z.literal('week'), from: weekTime, to: weekTime, ...window }),
    z.strictObject({
      every: z.literal('once'),
      from: z.string().describe('Like `2026-12-20T00:00`'),
      to: z.string(),
      ...window,
    }),
  ])
  .openapi('FreezeWindow');

const who = z.strictObject({
  board: role,
  depart: role.describe('Drive any group, not only their own; let it depart; kick'),
  override: role.describe('Pass over what stands in the way, with a reason'),
  unhold: role.describe('Lift the hold of somebody else'),
});

const name = z.string().min(1).max(200);
export const Metric = z
  .strictObject({
    key: z.string().max(200),
    kind: z
      .enum(metricKinds)
      .describe(
        '`users` who had it, `errors` are that and a share of requests, `ratio` the share only, `mean` of values, `latency` of milliseconds',
      ),
    event: name.optional().describe('What SDKs track; the key unless given'),
    per: name.optional().describe('What it is a part of; requests unless given'),
    worse: z.enum(['more', 'fewer']).default('more'),
    weight: z.number().default(1).describe('Its part of the evidence, relative to the others'),
    tolerated: z.number().default(0).describe('How much worse is still harmless: 0.1 is 10 %'),
    says: z.string().max(200).optional().describe('What happened, like `had a failed checkout`'),
  })
  .openapi('Metric');

const Guard = z
  .strictObject({
    metrics: z
      .array(Metric)
      .max(100)
      .readonly()
      .default([...usualGuard.metrics])
      .describe('Errors and latency of requests unless given'),
    alpha: z
      .number()
      .default(usualGuard.alpha)
      .describe('How many harmless releases may be taken back by mistake: 0.01 is 1 in 100'),
    minimumUsers: z
      .number()
      .default(usualGuard.minimumUsers)
      .describe('Canary users that each percentage stage waits for'),
    maximumMs: z.number().nullable().default(null).describe('How long it waits for them at most'),
    tooFewUsers: z.enum(tooFewUsers).default('hold').describe('What happens then'),
  })
  .openapi('Guard');

const policy = z.strictObject({
  publish: role.describe(
    'The least role that lets changes leave at once, as far as `express` goes, and that revives. Developers always kill and roll back.',
  ),
  confirm: z.boolean().describe('Whether the admin UI asks before it publishes'),
  who,
  express: z
    .enum(extents)
    .describe(
      'How far a change may go that leaves at once. Making switches that are off always may',
    ),
  approvals: z.number().describe('How many must approve a change that rides the train'),
  expressApprovals: z.number().describe('How many must approve one that leaves at once'),
  isPrincessRequired: z.boolean(),
  whenCodeIsThere: z
    .enum(['depart', 'wait for command'])
    .describe('What a group does that was let go and only waited for code'),
  whenCodeGoesBack: z
    .enum(['warn', 'roll back'])
    .describe('What happens to changes that need code which is rolled back'),
  plan: z.array(Stage).readonly().describe('Empty: everybody at once'),
  guard: Guard.nullable().describe('Null: stages go by time only'),
  by: z
    .string()
    .min(1)
    .max(200)
    .nullable()
    .describe('The attribute that is the unit of releases; the targeting key if null'),
  freezes: z.array(FreezeWindow).max(MOST_FREEZES).readonly(),
});

export const Policy = policy.openapi('Policy');
export const PolicyEdit = policy.extend({ who: who.partial() }).partial().openapi('PolicyEdit');
