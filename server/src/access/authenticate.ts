import type { Context, MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { bearerOf } from '../platform/bearer.ts';
import type { Env, Principal } from '../platform/http.ts';
import { Problem } from '../platform/problem.ts';
import type { Actor, Runner, Work } from '../platform/work.ts';
import * as signIn from './sign-in.ts';
import * as tokens from './tokens.ts';

const COOKIE = 'sy_session';

/** The server itself, at the door. */
export const door: Actor = { kind: 'system', id: 'access', name: 'access' };

interface Parts {
  readonly runner: Runner;
  readonly report: (error: unknown) => void;
}

/**
 * Finds out who makes a request: by API token, or else by session cookie. That somebody was seen is written down
 * meanwhile: a kill does not wait for it.
 */
export function authenticate({ runner, report }: Parts): MiddlewareHandler<Env> {
  const note = (run: (work: Work) => Promise<void>) => void runner.write(door, run).catch(report);
  return async (c, next) => {
    const authorization = c.req.header('authorization');
    if (authorization === undefined) {
      refuseOtherSites(c);
      c.set('principal', await byCookie(c, runner, note));
    } else {
      c.set('principal', await byToken(authorization, runner, note));
    }
    await next();
  };
}

export const sessionSecret = (c: Context<Env>) => getCookie(c, COOKIE);

export function keepSession(c: Context<Env>, secret: string): void {
  setCookie(c, COOKIE, secret, { ...attributes(c), maxAge: signIn.SESSION_LIFE / 1000 });
}

export function forgetSession(c: Context<Env>): void {
  deleteCookie(c, COOKIE, attributes(c));
}

const attributes = (c: Context<Env>) =>
  ({ path: '/', httpOnly: true, sameSite: 'Strict', secure: c.var.client.isHttps }) as const;

type Note = (run: (work: Work) => Promise<void>) => void;

async function byCookie(
  c: Context<Env>,
  runner: Runner,
  note: Note,
): Promise<Principal | undefined> {
  const secret = sessionSecret(c);
  if (secret === undefined) return undefined;
  const { session, isDue } = await runner.read(async (reading) => {
    const session = await signIn.findSession(reading, secret);
    return { session, isDue: session && signIn.isDueToBeSeen(session, reading.now) };
  });
  if (session === undefined) return undefined;
  const { person } = session;
  if (isDue) note((work) => signIn.see(work, secret, person.id));
  return { actor: signIn.actorOf(person), grants: person.roles };
}

async function byToken(authorization: string, runner: Runner, note: Note): Promise<Principal> {
  const secret = bearerOf(authorization) ?? '';
  if (!secret.startsWith(tokens.PREFIX)) {
    throw new Problem(
      'unauthenticated',
      `The Authorization header must be “Bearer ${tokens.PREFIX}…”, an API token`,
    );
  }
  const { found, isDue } = await runner.read(async (reading) => {
    const found = await tokens.authenticate(reading, secret);
    return { found, isDue: found && tokens.isDueToBeSeen(found.token, reading.now) };
  });
  if (found === undefined) {
    throw new Problem('unauthenticated', 'This API token is unknown, has expired or is revoked');
  }
  const { id, name, personId } = found.token;
  if (isDue) note((work) => tokens.see(work, id));
  return {
    actor: { kind: 'token', id, name },
    personId: personId ?? undefined,
    grants: found.grants,
  };
}

/** What changes something by cookie must come from our own pages; a browser says where it comes from. */
function refuseOtherSites(c: Context<Env>): void {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return;
  const site = c.req.header('sec-fetch-site');
  const origin = c.req.header('origin');
  const isOurs =
    site !== undefined
      ? site === 'same-origin'
      : origin !== undefined
        ? URL.canParse(origin) && hostOf(origin) === hostOf(c.var.client.origin)
        : sessionSecret(c) === undefined;
  if (!isOurs) {
    throw new Problem('forbidden', 'This request comes from another site than Switchyard itself');
  }
}

const hostOf = (origin: string) => new URL(origin).host;
