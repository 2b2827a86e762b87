import { z } from '@hono/zod-openapi';
import { entryKinds } from './entry.ts';

export const itemKind = z.enum(['switch', 'segment', 'cohort', 'internal-users']);
export const item = z.record(z.string(), z.unknown()).nullable();

export const Actor = z
  .object({
    kind: z.enum(['person', 'token', 'host', 'system']),
    id: z.string(),
    name: z.string(),
  })
  .openapi('Actor');

export const Change = z
  .object({
    kind: itemKind,
    key: z.string(),
    before: item.describe('null where it did not exist'),
    after: item.describe('null where it is gone'),
    words: z.array(z.string()).readonly().describe('The change for people'),
  })
  .openapi('Change');

export const Link = z
  .object({
    title: z.string().min(1).max(200),
    url: z.url({ protocol: /^https?$/ }).max(2_000),
  })
  .openapi('Link');

export const Commits = z
  .object({
    from: z.string().max(200).optional(),
    to: z.string().max(200).optional(),
    count: z.number().int().min(0).optional(),
    authors: z.array(z.string().min(1).max(200)).max(500).readonly().optional(),
  })
  .openapi('Commits');

const Deploy = z
  .object({
    id: z.string(),
    version: z.string(),
    from: z.string().optional().describe('What ran before'),
    by: z.string().optional().describe('Who deployed it, as reported'),
    at: z.iso.datetime().optional().describe('When, as reported'),
    commits: Commits.optional(),
    links: z.array(Link).readonly().optional(),
  })
  .openapi('Deploy');

export const Ride = z
  .object({
    group: z.number().int(),
    riders: z
      .array(
        z.object({
          change: z.string(),
          title: z.string(),
          author: Actor,
          approvedBy: z.array(Actor).readonly(),
        }),
      )
      .readonly(),
    overridden: z.array(z.string()).readonly().describe('What stood in the way, in words'),
  })
  .openapi('Ride');

const Outcome = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    actor: Actor,
    action: z.string(),
    title: z.string(),
    reason: z.string().optional(),
    durationMs: z.number().int().describe('As reported, where it was'),
  })
  .openapi('Outcome');

const Part = z
  .object({
    kind: z.enum(['config', 'code']),
    app: z.string().optional(),
    status: z.enum(['waiting', 'taken', 'done', 'failed']),
    words: z.string(),
    release: z.number().int().optional(),
    entry: z.number().int().optional().describe('Where the log says how the code fared'),
    delivery: z.string().optional(),
    updatedAt: z.iso.datetime(),
  })
  .openapi('Part');

export const Entry = z
  .object({
    seq: z.number().int(),
    at: z.iso.datetime(),
    kind: z.enum(entryKinds),
    environment: z.string().optional(),
    app: z.string().optional(),
    actor: Actor,
    action: z.string(),
    title: z.string().describe('One line for people'),
    reason: z.string().optional(),
    release: z.number().int().optional(),
    reverts: z.number().int().optional().describe('The release that this one undoes'),
    rolledBackBy: z.number().int().optional().describe('The release that undid this one'),
    settles: z.number().int().optional().describe('The entry whose outcome this one is'),
    outcome: Outcome.optional().describe('How it ended, of what takes a while'),
    isRunning: z.literal(true).optional().describe('It takes a while and has not ended'),
    deploy: Deploy.optional().describe('The code that was deployed'),
    train: Ride.optional().describe('What rode together'),
    changes: z.array(Change).readonly().optional(),
    checksum: z.string().optional().describe('Of the ruleset that results'),
    previousHash: z.string(),
    hash: z.string().describe('SHA-256 of the hash before and the canonical JSON of this entry'),
  })
  .openapi('Entry');

export const EntryWithParts = Entry.extend({
  parts: z
    .array(Part)
    .readonly()
    .optional()
    .describe('What it set going, of “Back to here, code and config”'),
}).openapi('EntryWithParts');

export const Annotation = z
  .object({
    entry: z.number().int(),
    at: z.iso.datetime().describe('As reported, where it was'),
    until: z.iso.datetime().optional().describe('When it had ended, of what takes a while'),
    kind: z.enum(entryKinds),
    action: z.string(),
    environment: z.string().optional(),
    app: z.string().optional(),
    release: z.number().int().optional(),
    title: z.string(),
  })
  .openapi('Annotation');
