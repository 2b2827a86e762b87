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
    changes: z.array(Change).readonly().optional(),
    checksum: z.string().optional().describe('Of the ruleset that results'),
    previousHash: z.string(),
    hash: z.string().describe('SHA-256 of the hash before and the canonical JSON of this entry'),
  })
  .openapi('Entry');
