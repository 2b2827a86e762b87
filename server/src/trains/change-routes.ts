import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import * as changes from '../changes/service.ts';
import { answer, body, type Env, principalOf, route, router } from '../platform/http.ts';
import {
  Change,
  ChangeSummary,
  number,
  Place,
  proposed,
  reason,
  Schedule,
  Take,
} from './schemas.ts';
import * as trains from './service.ts';

const tags = ['Changes'];
const environment = z.string().openapi({ example: 'production' });
const inEnvironment = z.object({ environment });
const ofChange = z.object({ environment, number: z.coerce.number().int().min(1) });
const WithHash = z.strictObject({
  contentHash: z.string().describe('Of what was looked at: other edits are not approved'),
});
const version = number.describe('The one the editor saw. Another one now: 409');

const statuses = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(changes.statuses)).max(changes.statuses.length))
  .optional()
  .openapi({ type: 'string', description: 'Some of them, with commas', example: 'open,aboard' });

/** Proposed edits. Where they ride is part of what is told of them: hence beside the train. */
export const changeRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/changes',
      summary: 'Changes, newest first',
      tags,
      permission: 'viewer',
      request: {
        params: inEnvironment,
        query: z.object({
          status: statuses,
          author: z.string().optional().describe('The id of whoever opened it'),
          before: z.coerce.number().int().optional().describe('Only lower numbers'),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: {
        200: answer(
          z.object({
            changes: z.array(ChangeSummary).readonly(),
            next: z.number().int().optional(),
          }),
          'One page; `next` is the `before` of the following one',
        ),
      },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { status, author, before, limit } = c.req.valid('query');
      const filter = { statuses: status, author, before };
      const page = await c.var.read((reading) =>
        trains.viewList(reading, environment, filter, limit),
      );
      return c.json(page, 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/changes',
      summary: 'Open a change',
      description: 'With `board` it boards the train, with `at` it does so then.',
      tags,
      permission: 'developer',
      request: {
        params: inEnvironment,
        body: body(
          z.strictObject({ ...proposed, board: Place.optional(), at: Schedule.optional() }),
        ),
      },
      responses: { 201: answer(Change, 'The change') },
    }),
    async (c) => {
      const { environment } = c.req.valid('param');
      const { board: place, at, ...draft } = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      const boarding = { place, at: at && { at: new Date(at.at), timeZone: at.timeZone } };
      const number = await c.var.work((work) =>
        trains.open(work, environment, by, { ...draft, ...boarding }),
      );
      const opened = await shownTo(c, { environment, number });
      return c.json(opened, 201);
    },
  )
  .openapi(
    route({
      method: 'get',
      path: '/api/environments/{environment}/changes/{number}',
      summary: 'One change, on top of what is live now',
      tags,
      permission: 'viewer',
      request: { params: ofChange },
      responses: { 200: answer(Change, 'The change') },
    }),
    async (c) => c.json(await shownTo(c, c.req.valid('param')), 200),
  )
  .openapi(
    route({
      method: 'patch',
      path: '/api/environments/{environment}/changes/{number}',
      summary: 'Edit a change',
      description:
        'Only its author may. Other edits than before, or other code that they need, void the approvals, and a group at princess goes back to be checked again.',
      tags,
      permission: 'developer',
      request: {
        params: ofChange,
        body: body(z.strictObject({ version, ...z.object(proposed).partial().shape })),
      },
      responses: { 200: answer(Change, 'As it is now') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const revision = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work((work) => trains.edit(work, environment, number, by, revision));
      return c.json(await shownTo(c, c.req.valid('param')), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/changes/{number}/rebase',
      summary: 'Put a change on top of what is live now',
      description:
        'Field by field: what does not overlap merges by itself and keeps the approvals. What does is among the `conflicts` of the answer until `take` settles it, which only the author may.',
      tags,
      permission: 'developer',
      request: {
        params: ofChange,
        body: body(z.strictObject({ version, take: z.array(Take).max(1_000).default([]) })),
      },
      responses: { 200: answer(Change, 'As it is now') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const how = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work((work) => trains.rebase(work, environment, number, by, how));
      return c.json(await shownTo(c, c.req.valid('param')), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/changes/{number}/approval',
      summary: 'Approve a change',
      description: 'Its author cannot. Any edit voids it.',
      tags,
      permission: 'developer',
      request: { params: ofChange, body: body(WithHash) },
      responses: { 200: answer(Change, 'As it is now') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const { contentHash } = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work((work) => changes.approve(work, environment, number, contentHash, by));
      return c.json(await shownTo(c, c.req.valid('param')), 200);
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/api/environments/{environment}/changes/{number}/approval',
      summary: 'Take back your own approval',
      tags,
      permission: 'developer',
      request: { params: ofChange },
      responses: { 200: answer(Change, 'As it is now') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work((work) => changes.revoke(work, environment, number, by));
      return c.json(await shownTo(c, c.req.valid('param')), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/environments/{environment}/changes/{number}/withdraw',
      summary: 'Withdraw a change',
      description:
        'Takes it off the train if it is aboard. Its author may, and whoever may let groups depart.',
      tags,
      permission: 'developer',
      request: { params: ofChange, body: body(z.strictObject({ reason })) },
      responses: { 200: answer(Change, 'As it is now') },
    }),
    async (c) => {
      const { environment, number } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      const by = trains.someone(principalOf(c), environment);
      await c.var.work((work) => trains.withdraw(work, environment, number, by, reason));
      return c.json(await shownTo(c, c.req.valid('param')), 200);
    },
  );

const shownTo = (
  c: Context<Env>,
  { environment, number }: { readonly environment: string; readonly number: number },
) =>
  c.var.read((reading) =>
    trains.viewOne(reading, environment, number, trains.someone(principalOf(c), environment)),
  );
