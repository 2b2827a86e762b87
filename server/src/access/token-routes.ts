import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { answer, body, type Env, principalOf, route, router } from '../platform/http.ts';
import { instant } from '../platform/instant.ts';
import { Problem } from '../platform/problem.ts';
import { isAtLeast } from '../platform/roles.ts';
import { ById, Name, Roles, TokenAnswer, tokenOf } from './schemas.ts';
import * as tokens from './tokens.ts';

const tags = ['API tokens'];
const permission = 'signed-in';

export const tokenRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/tokens',
      permission,
      summary: 'Your API tokens; for administrators everybody’s',
      tags,
      responses: { 200: answer(z.array(TokenAnswer), 'In the order they were made') },
    }),
    async (c) => {
      const all = await c.var.read(tokens.list);
      return c.json(all.filter((each) => mayManage(c, each)).map(tokenOf), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/tokens',
      permission,
      summary: 'Make an API token',
      description:
        'It may do no more than you, now and later: when your roles shrink, so does what it may do. A token made with a token ends with that one.',
      tags,
      request: {
        body: body(
          z.strictObject({
            name: Name,
            roles: Roles,
            expiresAt: instant.optional(),
          }),
        ),
      },
      responses: {
        201: answer(
          z.object({ token: TokenAnswer, secret: z.string().describe('Shown this once') }),
          'Made',
        ),
      },
    }),
    async (c) => {
      const { name, roles, expiresAt } = c.req.valid('json');
      const draft = {
        name,
        roles,
        expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
      };
      const { token, secret } = await c.var.work((work) =>
        tokens.create(work, draft, principalOf(c).grants),
      );
      return c.json({ token: tokenOf(token), secret }, 201);
    },
  )
  .openapi(
    route({
      method: 'delete',
      path: '/api/tokens/{id}',
      permission,
      summary: 'Revoke an API token, and those made with it',
      tags,
      request: { params: ById },
      responses: { 204: { description: 'Revoked' } },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      await c.var.work(async (work) => {
        const token = await tokens.find(work, id);
        if (!mayManage(c, token)) {
          throw new Problem('forbidden', `The API token “${token.name}” is not yours`);
        }
        await tokens.revoke(work, id);
      });
      return c.body(null, 204);
    },
  );

const mayManage = (c: Context<Env>, token: tokens.Token) => {
  const { actor, grants } = principalOf(c);
  return isAtLeast(grants['*'], 'admin') || tokens.isOf(actor, token);
};
