import { z } from '@hono/zod-openapi';
import { Actor, Change, item, itemKind, Ride } from '../deploy-log/schemas.ts';
import { Stage } from '../environments/schemas.ts';
import { actions } from './words.ts';

export const Edit = z
  .strictObject({
    kind: itemKind,
    key: z.string().describe('For internal users: `internal-users`'),
    base: z
      .number()
      .int()
      .min(0)
      .optional()
      .describe('The `version` the editor saw; 0 where there was nothing. Another one now: 409'),
    set: item.describe(
      'Top-level fields to replace, null to take one away; null as a whole deletes the thing',
    ),
  })
  .openapi('Edit');

export const Release = z
  .object({
    environment: z.string(),
    number: z.number().int(),
    position: z.string().describe('`epoch:seq`, from which SDKs have it'),
    at: z.iso.datetime(),
    actor: Actor,
    action: z.enum(actions).describe('`depart` if it went out to canaries first'),
    reason: z.string(),
    changes: z.array(Change).readonly(),
    reverts: z.number().int().optional().describe('The release that this one undoes'),
    rolledBackBy: z.number().int().optional().describe('The release that undid this one'),
    outcome: z
      .enum(['arrived', 'rolling-out', 'aborted'])
      .describe('Only what has arrived was ever live for everybody'),
    entry: z.number().int().describe('Its number in the deploy log'),
    settledBy: z.number().int().optional().describe('The entry that says how its rollout ended'),
    train: Ride.optional().describe('Who rode, if it came by train'),
    stage: z.number().int().optional().describe('While it rolls out; counted from 0'),
    stages: z.array(Stage).readonly().optional().describe('Its canary plan, while it rolls out'),
    checksum: z.string().describe('Of the ruleset that SDKs on servers get'),
    warnings: z
      .array(z.string())
      .readonly()
      .optional()
      .describe('What whoever publishes it should know'),
  })
  .openapi('Release');

export const Preview = z
  .object({ changes: z.array(Change).readonly(), warnings: z.array(z.string()).readonly() })
  .openapi('Preview');

export const RollbackPreview = z
  .object({
    changes: z.array(Change).readonly(),
    kept: z
      .array(
        z.object({
          kind: itemKind,
          key: z.string(),
          field: z.string().describe('`*` for the thing as a whole'),
          words: z.string().describe('Why it stays'),
        }),
      )
      .readonly()
      .describe('What stays as it is, because it was changed again or could not be otherwise'),
    warnings: z.array(z.string()).readonly(),
    takesBack: z
      .number()
      .int()
      .nullable()
      .describe('The release that rolls out, where it is taken back with it'),
    nothing: z.boolean().describe('Whether nothing of what is live is left to undo'),
  })
  .openapi('RollbackPreview');

export const reason = z.string().trim().max(1_000).optional();
export const WithReason = z.strictObject({ reason });

export const Verification = z
  .object({
    ok: z.boolean(),
    entries: z.number().int(),
    head: z.object({ seq: z.number().int(), hash: z.string() }).nullable(),
    problems: z.array(z.string()).readonly(),
    skipped: z.array(z.string()).readonly().describe('What could not be checked, and why'),
  })
  .openapi('Verification');
