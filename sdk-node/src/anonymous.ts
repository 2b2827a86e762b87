import { randomUUID } from 'node:crypto';
import { anonymousCookie, anonymousIdIn, type EvaluationContext } from '@switchyard/core';

export interface Anonymity {
  /** Whether visitors without an anonymous id are given one, in a cookie. Those that they have are read in any case. */
  readonly anonymous?: boolean;
}

/** A new one, and the `Set-Cookie` that keeps it for a year. */
export function newAnonymousId(isHttps: boolean): { readonly id: string; readonly cookie: string } {
  const id = `anon-${randomUUID()}`;
  return { id, cookie: anonymousCookie(id, isHttps) };
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
