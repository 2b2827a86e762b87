import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Env, principalOf, route, router, sdkOf } from '../platform/http.ts';
import type { Streams } from './service.ts';

const events = (description: string) => ({
  200: { description, content: { 'text/event-stream': { schema: z.string() } } },
});

export const streamRoutes = ({ sdks, live }: Streams) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/sdk/stream',
        summary: 'Everything that is released, as it is, for an SDK',
        description:
          'Server-sent events; see docs/wire-format.md. `Last-Event-ID` or `?after=` resumes.',
        tags: ['SDKs'],
        permission: 'sdk',
        request: {
          headers: z.object({
            'switchyard-user': z.string().optional().describe('Of a page: who looks at it'),
          }),
          query: z.object({
            after: z.string().optional().describe('The position the client has'),
            key: z.string().optional().describe('A browser key, where no header can be set'),
          }),
        },
        responses: events('`ruleset`, `delta`, `secrets`, `members`, `you` and `heartbeat` events'),
      }),
      async (c) => {
        const after = c.req.header('Last-Event-ID') ?? c.req.valid('query').after;
        const userToken = c.req.header('Switchyard-User');
        await sdks.connect({ ...raw(c), sdk: sdkOf(c), after, userToken });
        return RESPONSE_ALREADY_SENT as never;
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/live',
        summary: 'Says when something changed, so that a page can fetch it again',
        description:
          'Server-sent events: `release` {environment, number, position, entry, candidate: {number, stage}}, `log` {seq}, `train`, `fleet` and `members` {environment}, and a `heartbeat` every 10 s.',
        tags: ['Live'],
        permission: 'signed-in',
        responses: events('`release`, `log`, `train`, `fleet` and `heartbeat` events'),
      }),
      (c) => {
        const { response, headers } = raw(c);
        live.connect(response, headers, principalOf(c).grants);
        return RESPONSE_ALREADY_SENT as never;
      },
    );

/** Node's response, and the headers that have been set for it so far. */
function raw(c: Context<Env>) {
  const { headers } = c.res;
  // Hono would merge them into RESPONSE_ALREADY_SENT, which then no longer counts as that.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
  return { response: c.env.outgoing, headers };
}
