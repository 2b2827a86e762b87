import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { answer, body, type Env, principalOf, route, router } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import type { Runner } from '../platform/work.ts';
import { createAttempts } from './attempts.ts';
import { door, forgetSession, keepSession, sessionSecret } from './authenticate.ts';
import { type Cost, hashPassword, isPassword, STRONG } from './passwords.ts';
import * as people from './people.ts';
import { Email, Name, Password, SessionAnswer, sessionOf } from './schemas.ts';
import * as signIn from './sign-in.ts';

const tags = ['Session'];
const window = { perMs: 900_000, capacity: 10_000 };

export interface SignInSettings {
  /** How often signing in may be tried in a quarter of an hour. */
  readonly perPerson: number;
  readonly perAddress: number;
  /** What new passwords are hashed with. */
  readonly cost: Cost;
}
const usual: SignInSettings = { perPerson: 10, perAddress: 50, cost: STRONG };

export function sessionRoutes(runner: Runner, settings: Partial<SignInSettings> = {}) {
  const { perPerson, perAddress, cost } = { ...usual, ...settings };
  const byWho = createAttempts({ ...window, most: perPerson });
  const byAddress = createAttempts({ ...window, most: perAddress });

  /** Reads, then checks the password outside any transaction: it takes its time. */
  async function refuseUnlessPassword(
    who: string,
    password: string,
    person: people.Person | undefined,
    now: Date,
    words: string,
  ) {
    byWho.count(who, now);
    const isRight = await isPassword(password, person?.passwordHash, cost);
    if (person === undefined || !isRight || person.isDisabled) {
      throw new Problem('unauthenticated', words);
    }
    byWho.forget(who);
    return person;
  }

  return router()
    .openapi(
      route({
        method: 'post',
        path: '/api/session',
        permission: 'public',
        summary: 'Sign in with a password',
        tags,
        request: {
          body: body(
            z.strictObject({ email: z.string().max(254), password: z.string().max(1000) }),
          ),
        },
        responses: { 200: answer(SessionAnswer, 'Signed in; sets the session cookie') },
      }),
      async (c) => {
        const { email, password } = c.req.valid('json');
        const { found, now } = await c.var.read(async (reading) => ({
          found: await people.findByEmail(reading, email),
          now: reading.now,
        }));
        byAddress.count(c.var.client.address, now);
        const words = 'The e-mail address or the password is wrong';
        const who = email.trim().toLowerCase();
        const person = await refuseUnlessPassword(who, password, found, now, words);
        const secret = await runner.write(door, (work) => signIn.start(work, person, 'password'));
        keepSession(c, secret);
        return c.json(sessionOf(person, null, person.roles), 200);
      },
    )
    .openapi(
      route({
        method: 'post',
        path: '/api/session/link',
        permission: 'public',
        summary: 'Sign in with a one-time link',
        tags,
        request: { body: body(z.strictObject({ token: z.string().max(200) })) },
        responses: { 200: answer(SessionAnswer, 'Signed in; sets the session cookie') },
      }),
      async (c) => {
        const { token } = c.req.valid('json');
        const { person, secret } = await runner.write(door, (work) => signIn.useLink(work, token));
        keepSession(c, secret);
        return c.json(sessionOf(person, null, person.roles), 200);
      },
    )
    .openapi(
      route({
        method: 'get',
        path: '/api/session',
        permission: 'signed-in',
        summary: 'Who is signed in, and what they may',
        tags,
        responses: { 200: answer(SessionAnswer, 'Who is signed in') },
      }),
      async (c) => c.json(await currentSession(c), 200),
    )
    .openapi(
      route({
        method: 'delete',
        path: '/api/session',
        permission: 'public',
        summary: 'Sign out',
        tags,
        responses: { 204: { description: 'Signed out' } },
      }),
      async (c) => {
        const secret = sessionSecret(c);
        if (secret !== undefined) await c.var.work((work) => signIn.end(work, secret));
        forgetSession(c);
        return c.body(null, 204);
      },
    )
    .openapi(
      route({
        method: 'patch',
        path: '/api/session',
        permission: 'signed-in',
        summary: 'Change your own name, e-mail address or password',
        tags,
        request: {
          body: body(
            z.strictObject({
              name: Name.optional(),
              email: Email.optional(),
              password: Password.optional(),
              currentPassword: z.string().max(1000).optional().openapi({
                description:
                  'Needed to change a password, except in the hour after signing in by link',
              }),
            }),
          ),
        },
        responses: { 200: answer(SessionAnswer, 'Who is signed in') },
      }),
      async (c) => {
        const { name, email, password, currentPassword } = c.req.valid('json');
        const secret = sessionSecret(c);
        const { session, now } = await c.var.read(async (reading) => ({
          session: secret === undefined ? undefined : await signIn.findSession(reading, secret),
          now: reading.now,
        }));
        const isPerson = principalOf(c).actor.kind === 'person';
        if (!isPerson || secret === undefined || session === undefined) {
          throw new Problem('forbidden', 'An API token has no name or password to change');
        }
        const { person } = session;
        if (password !== undefined && !signIn.maySetPasswordFreely(session, now)) {
          const words = 'currentPassword must be your present password';
          await refuseUnlessPassword(person.id, currentPassword ?? '', person, now, words);
        }
        const hash = password === undefined ? undefined : await hashPassword(password, cost);
        await c.var.work(async (work) => {
          await people.change(work, person.id, { name, email });
          if (hash !== undefined) await people.setPassword(work, person.id, hash, secret);
        });
        return c.json(await currentSession(c), 200);
      },
    );
}

function currentSession(c: Context<Env>) {
  const { actor, grants } = principalOf(c);
  return c.var.read(async (reading) =>
    actor.kind === 'person'
      ? sessionOf(await people.find(reading, actor.id), null, grants)
      : sessionOf(null, { id: actor.id, name: actor.name }, grants),
  );
}
