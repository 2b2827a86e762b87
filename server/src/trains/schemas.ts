import { z } from '@hono/zod-openapi';
import { statuses } from '../changes/service.ts';
import { Actor, Change as ChangeInWords, itemKind } from '../deploy-log/schemas.ts';
import { extents } from '../environments/policy.ts';
import { Policy, Stage } from '../environments/schemas.ts';
import { instant } from '../platform/instant.ts';
import { roles } from '../platform/roles.ts';
import { Edit } from '../releases/schemas.ts';
import { blockerTypes, verdicts } from './outcome.ts';

const MOST_EDITS = 1_000;
const words = z.array(z.string()).readonly();
export const number = z.number().int().min(1);
export const reason = z.string().trim().max(1_000).optional();

export const Schedule = z
  .strictObject({
    at: instant,
    timeZone: z.string().max(100).openapi({ example: 'Europe/Berlin' }),
  })
  .openapi('Schedule');

/** Where in the queue. */
export const Place = z
  .discriminatedUnion('how', [
    z.strictObject({ how: z.enum(['plain', 'alone', 'last']) }),
    z.strictObject({ how: z.enum(['with', 'before']), change: number }),
  ])
  .openapi('Place');

const Link = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    url: z.url({ protocol: /^https?$/ }).max(2_000),
  })
  .openapi('ChangeLink');

const Requirement = z
  .strictObject({
    app: z.string().trim().min(1).max(100),
    version: z.string().trim().min(1).max(100).describe('At least this one'),
  })
  .openapi('Requirement');

export const proposed = {
  title: z.string().trim().min(1).max(200),
  description: z.string().max(10_000).optional(),
  links: z.array(Link).max(20).readonly().optional(),
  edits: z.array(Edit).min(1).max(MOST_EDITS),
  requires: z.array(Requirement).max(20).readonly().optional(),
};

export const Take = z
  .strictObject({
    kind: itemKind,
    key: z.string(),
    field: z.string().describe('`*` for the thing as a whole'),
    use: z.enum(['mine', 'theirs']),
  })
  .openapi('Take');

const Conflict = z
  .object({
    kind: itemKind,
    key: z.string(),
    field: z.string().describe('`*` for the thing as a whole'),
    base: z.unknown().describe('What the author saw'),
    mine: z.unknown(),
    theirs: z.unknown().describe('What somebody else made of it meanwhile'),
  })
  .openapi('Conflict');

const summary = {
  environment: z.string(),
  number,
  title: z.string(),
  author: Actor,
  status: z.enum(statuses),
  changes: z
    .array(ChangeInWords)
    .readonly()
    .describe('On top of what is live now; once it has left, what it did'),
  extent: z.enum(extents).describe('How far it goes: policies say what may leave at once'),
  requires: z.array(Requirement).readonly(),
  waitsFor: words.describe('The code it still waits for'),
  approvals: z.array(z.object({ actor: Actor, at: z.iso.datetime() })).readonly(),
  approvalsNeeded: z.number().int(),
  group: z.number().int().nullable().describe('The group it rides in'),
  boardsAt: z.object({ at: z.iso.datetime(), timeZone: z.string() }).nullable(),
  release: z.number().int().nullable(),
  version: z.number().int().describe('Grows with every edit of the change'),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
};

export const ChangeSummary = z.object(summary).openapi('ProposedChangeSummary');

export const Change = z
  .object({
    ...summary,
    description: z.string(),
    links: z.array(Link).readonly(),
    edits: z.array(Edit).readonly(),
    conflicts: z.array(Conflict).readonly(),
    problems: words.describe('Why it would make no sense if it were live'),
    warnings: words,
    contentHash: z.string().describe('What approvals are bound to'),
    canApprove: z.boolean().describe('Whether the caller may'),
    canEdit: z.boolean(),
  })
  .openapi('ProposedChange');

const Blocker = z
  .object({
    type: z.enum(blockerTypes),
    severity: z
      .enum(['waits', 'stops'])
      .describe('`waits` passes without its riders, `stops` needs one of them'),
    message: z.string(),
    override: z
      .enum([...roles, 'nobody'])
      .describe('The least role that may pass over it, with a reason'),
    change: z.number().int().nullable().describe('null if it is about the group'),
  })
  .openapi('Blocker');

export const Waiting = z
  .object({
    waiting: z.object({
      change: number,
      group: z.number().int(),
      blockers: z.array(Blocker).readonly(),
    }),
  })
  .openapi('Waiting');

const Group = z
  .object({
    id: z.number().int(),
    riders: z
      .array(
        z.object({
          change: z.number().int().nullable().describe('null: it left at once and has no name'),
          title: z.string(),
          author: Actor,
          mark: z.enum(['good', 'uh-oh']).nullable(),
          extent: z.enum(extents),
          words,
        }),
      )
      .readonly(),
    driver: Actor,
    rides: z.enum(['together', 'alone', 'express']),
    station: z.union([
      z.enum(['waiting', 'princess']),
      z.object({ stage: z.number().int().describe('Counted from 0') }),
    ]),
    since: z.iso.datetime(),
    departure: z
      .object({ at: z.iso.datetime(), timeZone: z.string().nullable(), by: Actor })
      .nullable()
      .describe('When it departs by itself; without a time zone: as soon as its code is there'),
    blockers: z.array(Blocker).readonly().describe('In the way of departing now'),
    princessBlockers: z.array(Blocker).readonly(),
    can: z
      .object({
        drive: z.boolean(),
        depart: z.boolean(),
        princess: z.boolean(),
        schedule: z.boolean(),
        abort: z.boolean(),
      })
      .describe('What the caller may try'),
  })
  .openapi('Group');

const Hold = z.object({ by: Actor, reason: z.string(), since: z.iso.datetime() }).openapi('Hold');

const Booking = z
  .object({
    change: number,
    title: z.string(),
    author: Actor,
    place: Place,
    at: z.iso.datetime(),
    timeZone: z.string(),
  })
  .openapi('Booking');

const Rollout = z
  .object({
    group: z.number().int(),
    release: z.number().int(),
    stage: z.number().int().describe('Counted from 0'),
    plan: z.array(Stage).readonly(),
    stageSince: z.iso.datetime(),
    stageEndsAt: z.iso.datetime().describe('Not before'),
    verdict: z.object({ verdict: z.enum(verdicts), why: z.string() }),
  })
  .openapi('Rollout');

export const Yard = z
  .object({
    environment: z.string(),
    release: z.number().int().describe('The one that is live'),
    version: z.number().int().describe('Grows with everything that happens to the train'),
    topic: z.string().describe('The train in one line'),
    groups: z.array(Group).readonly(),
    bookings: z.array(Booking).readonly(),
    holds: z.array(Hold).readonly(),
    rollout: Rollout.nullable(),
    freeze: z
      .object({ reason: z.string(), until: z.iso.datetime(), timeZone: z.string() })
      .nullable(),
    messages: z
      .array(
        z.object({
          to: z.union([z.literal('everybody'), z.array(z.string()).readonly()]),
          message: z.string(),
          at: z.iso.datetime(),
        }),
      )
      .readonly()
      .describe('The latest, oldest first; to these people by id, or to everybody'),
    policy: Policy,
    role: z.enum(roles).describe('What the caller is here'),
  })
  .openapi('Yard');

const group = z.number().int().min(1);
const deed = <D extends string, S extends z.ZodRawShape>(name: D, shape: S) =>
  z.strictObject({ do: z.literal(name), ...shape });

export const Deed = z
  .discriminatedUnion('do', [
    deed('board', { change: number, place: Place.optional(), at: Schedule.optional() }),
    deed('express', { change: number }),
    deed('leave', { change: number }),
    deed('kick', { change: number, reason }),
    deed('drive', {
      group,
      driver: z.string().describe('The id of somebody who rides in it, or `me`'),
    }),
    deed('princess', { group }),
    deed('depart', {
      group,
      overrides: z
        .array(z.strictObject({ type: z.enum(blockerTypes), change: number.nullable() }))
        .max(1_000)
        .optional()
        .describe('What to pass over; needs a reason'),
      reason,
    }),
    deed('mark', { change: number, mark: z.enum(['good', 'uh-oh']), reason }),
    deed('schedule', { group, departure: Schedule.nullable() }),
    deed('hold', { reason: z.string().trim().min(1).max(1_000) }),
    deed('unhold', { of: z.string().describe('The id of whoever holds it, or `me`') }),
    deed('abort', { group, reason }),
  ])
  .openapi('TrainDeed');
