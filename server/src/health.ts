import { z } from '@hono/zod-openapi';
import { answer, principalOf, route, router } from './platform/http.ts';
import { isAtLeast, roleIn } from './platform/roles.ts';
import { version } from './version.ts';

interface Parts {
  readonly database: 'sqlite' | 'postgres';
  readonly startedAt: Date;
  /** How many SDKs are connected to this process, by environment. */
  readonly connections: () => Readonly<Record<string, number>>;
}

/** Whether the server is there at all, and how it is. */
export const healthRoutes = ({ database, startedAt, connections }: Parts) =>
  router()
    .openapi(
      route({
        method: 'get',
        path: '/healthz',
        permission: 'public',
        summary: 'Whether the server answers',
        tags: ['Server'],
        responses: {
          200: answer(z.object({ status: z.literal('ok'), version: z.string() }), 'It does'),
        },
      }),
      (c) => c.json({ status: 'ok' as const, version }, 200),
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/status',
        permission: 'signed-in',
        summary: 'How the server is',
        tags: ['Server'],
        responses: {
          200: answer(
            z.object({
              version: z.string(),
              database: z.enum(['sqlite', 'postgres']),
              startedAt: z.iso.datetime(),
              sdkConnections: z
                .record(z.string(), z.number().int())
                .describe('To this process, by environment, of those the caller may view'),
            }),
            'How it is',
          ),
        },
      }),
      (c) => {
        const { grants } = principalOf(c);
        const visible = Object.entries(connections()).filter(([environment]) =>
          isAtLeast(roleIn(grants, environment), 'viewer'),
        );
        return c.json(
          {
            version,
            database,
            startedAt: startedAt.toISOString(),
            sdkConnections: Object.fromEntries(visible),
          },
          200,
        );
      },
    );
