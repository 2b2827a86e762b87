import { randomUUID } from 'node:crypto';
import type { EvaluationContext } from '@switchyard/core';
import { cookieIn } from './cookies.ts';

const NAME = 'sy_anon';
const YEAR_S = 31_536_000;
// A visitor chooses what stands in their cookie: it must not be able to name a user.
const form = /^anon-[\w-]{1,59}$/;

export interface Anonymity {
  /** Whether visitors without an anonymous id are given one, in a cookie. Those that they have are read in any case. */
  readonly anonymous?: boolean;
}

/** What the browser SDK, or a middleware, has put into the cookie of a visitor. */
export function anonymousIdIn(cookies: string | undefined): string | undefined {
  const id = cookieIn(cookies, NAME);
  return id !== undefined && form.test(id) ? id : undefined;
}

/** A new one, and the `Set-Cookie` that keeps it for a year. */
export function newAnonymousId(isHttps: boolean): { readonly id: string; readonly cookie: string } {
  const id = `anon-${randomUUID()}`;
  const secure = isHttps ? '; Secure' : '';
  return { id, cookie: `${NAME}=${id}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}` };
}

/** The anonymous id of a visitor, who is given one if that is asked for. */
export function anonymousIdOf(
  { anonymous = false }: Anonymity,
  cookies: string | undefined,
  isHttps: () => boolean,
  setCookie: (cookie: string) => void,
): string | undefined {
  const known = anonymousIdIn(cookies);
  if (known !== undefined || !anonymous) return known;
  const { id, cookie } = newAnonymousId(isHttps());
  setCookie(cookie);
  return id;
}

/** Who is not signed in is told apart by the anonymous id, as in browsers. */
export function withAnonymousId(
  context: EvaluationContext,
  anonymousId: string | undefined,
): EvaluationContext {
  if (anonymousId === undefined) return context;
  return { anonymousId, ...context, targetingKey: context.targetingKey ?? anonymousId };
}
