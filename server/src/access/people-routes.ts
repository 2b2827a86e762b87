import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { answer, body, type Env, route, router } from '../platform/http.ts';
import * as people from './people.ts';
import { ById, Email, LinkAnswer, Name, PersonAnswer, personOf, Roles } from './schemas.ts';
import * as signIn from './sign-in.ts';

const tags = ['People'];
const permission = 'admin everywhere';

export const peopleRoutes = router()
  .openapi(
    route({
      method: 'get',
      path: '/api/people',
      permission,
      summary: 'Everybody who may sign in',
      tags,
      responses: { 200: answer(z.array(PersonAnswer), 'In the order they were added') },
    }),
    async (c) => c.json((await c.var.read(people.list)).map(personOf), 200),
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/people',
      permission,
      summary: 'Add a person',
      description: 'Give them the link: it signs them in once, and then they choose a password.',
      tags,
      request: { body: body(z.strictObject({ name: Name, email: Email, roles: Roles })) },
      responses: {
        201: answer(z.object({ person: PersonAnswer, link: LinkAnswer }), 'Added'),
      },
    }),
    async (c) => {
      const draft = c.req.valid('json');
      const { person, link } = await c.var.work(async (work) => {
        const person = await people.add(work, draft);
        return { person, link: await signIn.makeLink(work, person.id) };
      });
      return c.json({ person: personOf(person), link: linkOf(c, link) }, 201);
    },
  )
  .openapi(
    route({
      method: 'patch',
      path: '/api/people/{id}',
      permission,
      summary: 'Change a person',
      description:
        'Disabling ends their sessions and their API tokens. The last administrator stays one.',
      tags,
      request: {
        params: ById,
        body: body(
          z.strictObject({
            name: Name.optional(),
            email: Email.optional(),
            roles: Roles.optional(),
            isDisabled: z.boolean().optional(),
          }),
        ),
      },
      responses: { 200: answer(PersonAnswer, 'As they are now') },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      const changes = c.req.valid('json');
      const person = await c.var.work((work) => people.change(work, id, changes));
      return c.json(personOf(person), 200);
    },
  )
  .openapi(
    route({
      method: 'post',
      path: '/api/people/{id}/link',
      permission,
      summary: 'Make a new sign-in link for a person',
      description: 'For a lost password. Earlier links of theirs no longer work.',
      tags,
      request: { params: ById },
      responses: { 201: answer(LinkAnswer, 'Made') },
    }),
    async (c) => {
      const { id } = c.req.valid('param');
      return c.json(linkOf(c, await c.var.work((work) => signIn.makeLink(work, id))), 201);
    },
  );

const linkOf = (c: Context<Env>, { token, expiresAt }: signIn.Link) => ({
  url: signIn.urlOf(c.var.client.origin, token),
  expiresAt: expiresAt.toISOString(),
});
