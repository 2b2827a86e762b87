import { z } from '@hono/zod-openapi';
import type { Requirement, Rule, Variant } from '@switchyard/core';
import { switchKinds } from './description.ts';

/** What core checks better than a schema could: it knows every condition type. */
const checkedByCore = <T>(description: string) =>
  z.custom<T>().openapi({ type: 'object', description });

const shape = {
  state: z.enum(['off', 'conditional', 'on']),
  rules: z
    .array(
      checkedByCore<Rule>(
        'A rule: `id`, `name`, `conditions` and `serve`. The first rule whose conditions all hold decides.',
      ),
    )
    .readonly(),
  variants: z.array(checkedByCore<Variant>('A variant: `key` and `value`')).readonly(),
  defaultVariant: z
    .string()
    .optional()
    .describe('What `on` serves; the first variant unless given'),
  salt: z.string().optional().describe('What units are hashed with; the key unless given'),
  requires: z
    .array(
      checkedByCore<Requirement>('Another `switch` that must be active, or serve this `variant`'),
    )
    .readonly(),
  clientSide: z.boolean().describe('Whether browsers are told of this switch'),
};

const version = z.number().int().describe('The number of the release that last changed it');

const StoredSwitch = z
  .object({
    ...shape,
    archived: z.literal(true).optional().describe('Kept, but in no ruleset'),
    killed: z.literal(true).optional().describe('Off for everybody until it is revived'),
    version,
  })
  .openapi('StoredSwitch');

/** What a new switch may be told to be: it starts off. */
export const NewConfig = z.strictObject(shape).partial().openapi('NewSwitchConfig');

export const description = {
  name: z.string().trim().min(1).max(200),
  description: z.string().max(5_000),
  owner: z.string().max(200),
  tags: z.array(z.string().trim().min(1).max(50)).max(50).readonly(),
  kind: z.enum(switchKinds),
};

const summary = {
  key: z.string().openapi({ example: 'checkout:one-page' }),
  ...description,
  expiresAt: z.iso.datetime().optional().describe('When it should be gone'),
  createdAt: z.iso.datetime(),
  stale: z
    .record(
      z.string(),
      z
        .object({
          why: z.enum(['not-asked-for', 'on-for-everyone', 'off-for-everyone']),
          since: z.iso.datetime(),
          says: z.string(),
        })
        .openapi('Stale'),
    )
    .describe(
      'By environment, why it has probably done its work there: not asked for on 30 days on which applications reported, or the same for everyone for 30 days. Kinds `ops` and `permission` stay',
    ),
};

export const UnknownSwitch = z
  .object({
    key: z.string(),
    count: z.number().int(),
    lastAskedAt: z.iso.datetime(),
    askers: z
      .array(z.object({ instance: z.string(), app: z.string().nullable() }))
      .readonly()
      .describe('Who asked last, the latest first'),
    ignoredAt: z.iso.datetime().optional().describe('Since when nobody wants to be told'),
  })
  .openapi('UnknownSwitch');

export const SwitchSummary = z
  .object({
    ...summary,
    environments: z
      .record(z.string(), StoredSwitch)
      .describe('By environment, of those the caller may view; missing where it does not exist'),
  })
  .openapi('SwitchSummary');

export const SwitchDetails = z
  .object({
    ...summary,
    environments: z.record(
      z.string(),
      StoredSwitch.extend({
        lastAskedAt: z.iso.datetime().optional().describe('When an application last asked for it'),
      }),
    ),
    requiredBy: z
      .record(z.string(), z.array(z.string()))
      .describe('By environment, the switches that could not do without it'),
  })
  .openapi('SwitchDetails');
