import { z } from '@hono/zod-openapi';
import { answer, body, needs, principalOf, route, router } from '../platform/http.ts';
import { instant } from '../platform/instant.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as csv from './csv.ts';
import type { Part } from './entry.ts';
import { filterOf, LogQuery, visibleTo } from './query.ts';
import { Annotation, Entry, EntryWithParts } from './schemas.ts';
import * as deployLog from './service.ts';

const tags = ['Deploy log'];
const CSV_PAGE = 500;
const name = z.string().trim().min(1).max(200);

/** What other modules know. */
interface Others {
  /** What an entry set going elsewhere. */
  partsOf(reading: Reading, seq: number): Promise<Part[]>;
  /** Forgets a user key or e-mail there, and says whether it was there. */
  forget(work: Work, value: string): Promise<boolean>;
  /** Refuses if there is no such environment. */
  findEnvironment(reading: Reading, key: string): Promise<unknown>;
}

export const logRoutes = ({ partsOf, forget, findEnvironment }: Others) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/api/log',
        summary: 'The deploy log, newest first',
        description:
          'Of environments that the caller may view. Without `kind`: everything but audit.',
        tags,
        permission: 'viewer anywhere',
        request: {
          query: LogQuery.extend({
            before: z.coerce.number().int().optional().describe('Only lower numbers'),
            limit: z.coerce.number().int().min(1).max(200).default(50),
          }),
        },
        responses: {
          200: answer(
            z.object({ entries: z.array(Entry), next: z.number().int().optional() }),
            'One page; `next` is the `before` of the following one',
          ),
        },
      }),
      async (c) => {
        const { before, limit, ...query } = c.req.valid('query');
        const filter = { ...filterOf(query, principalOf(c).grants), before };
        return c.json(await c.var.read((reading) => deployLog.page(reading, filter, limit)), 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/log.csv',
        summary: 'The deploy log as a table, newest first',
        description: 'Narrowed as `GET /api/log` is. Cells never begin like a formula.',
        tags,
        permission: 'viewer anywhere',
        request: { query: LogQuery },
        responses: {
          200: { description: 'Comma-separated', content: { 'text/csv': { schema: z.string() } } },
        },
      }),
      (c) => {
        const filter = filterOf(c.req.valid('query'), principalOf(c).grants);
        const { read } = c.var;
        let before: number | undefined;
        let text = csv.head;
        const stream = new ReadableStream<Uint8Array>({
          async pull(controller) {
            const page = await read((reading) =>
              deployLog.page(reading, { ...filter, before }, CSV_PAGE),
            );
            text += csv.rowsOf(page.entries);
            controller.enqueue(new TextEncoder().encode(text));
            text = '';
            before = page.next;
            if (before === undefined) controller.close();
          },
        });
        return c.body(stream, 200, {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': 'attachment; filename="deploy-log.csv"',
          'Cache-Control': 'no-store',
        });
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/log/annotations',
        summary: 'What happened in a range of time, to draw on graphs',
        tags,
        permission: 'viewer anywhere',
        request: { query: LogQuery.omit({ fold: true }).extend({ from: instant }) },
        responses: {
          200: answer(
            z.object({
              annotations: z.array(Annotation),
              isCut: z.boolean().describe('There were more: these are the latest'),
            }),
            'Oldest first',
          ),
        },
      }),
      async (c) => {
        const query = { ...c.req.valid('query'), fold: 'true' } as const;
        const filter = filterOf(query, principalOf(c).grants);
        return c.json(await c.var.read((reading) => deployLog.annotations(reading, filter)), 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/log/notes',
        summary: 'Write a note into the deploy log',
        description:
          'It stays for ever: leave out what is private. Needs the role developer in its environment, or everywhere if it has none.',
        tags,
        permission: 'developer anywhere',
        request: {
          body: body(
            z.strictObject({
              text: z.string().trim().min(1).max(2_000),
              environment: name.optional(),
              app: name.optional(),
            }),
          ),
        },
        responses: { 201: answer(Entry, 'Its entry') },
      }),
      async (c) => {
        const draft = c.req.valid('json');
        const { environment } = draft;
        needs(c, 'developer', environment);
        const entry = await c.var.work(async (work) => {
          if (environment !== undefined) await findEnvironment(work, environment);
          const { seq } = await deployLog.note(work, draft);
          return deployLog.find(work, seq);
        });
        return c.json(entry as NonNullable<typeof entry>, 201);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/log/erase',
        summary:
          'Forget a user key or e-mail wherever the log, or a change that is over, refers to it',
        description:
          'For good. The chain of hashes stays whole: entries refer to such values, and only what they refer to goes. Take the value out of rules and open changes first: what is live or still to leave keeps it.',
        tags,
        permission: 'admin everywhere',
        request: { body: body(z.strictObject({ value: z.string().min(1).max(10_000) })) },
        responses: {
          200: answer(z.object({ erased: z.boolean() }), 'Whether it was there'),
        },
      }),
      async (c) => {
        const { value } = c.req.valid('json');
        const erased = await c.var.work(async (work) => {
          const isForgotten = await forget(work, value);
          return (await deployLog.erase(work, value)) || isForgotten;
        });
        return c.json({ erased }, 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/log/{seq}',
        summary: 'One entry of the deploy log',
        tags,
        permission: 'viewer anywhere',
        request: { params: z.object({ seq: z.coerce.number().int().min(1) }) },
        responses: { 200: answer(EntryWithParts, 'The entry') },
      }),
      async (c) => {
        const { seq } = c.req.valid('param');
        const visible = visibleTo(principalOf(c).grants);
        const [entry, parts] = await c.var.read(async (reading) => [
          await deployLog.find(reading, seq),
          await partsOf(reading, seq),
        ]);
        const isVisible = visible === undefined || visible.includes(entry?.environment ?? '');
        if (entry === undefined || !isVisible) {
          throw new Problem(
            'not-found',
            `There is no entry ${seq} in the deploy log that you may see`,
          );
        }
        return c.json({ ...entry, ...(parts.length > 0 && { parts }) }, 200);
      },
    );
