import { createHmac } from 'node:crypto';
import { type EvaluationContext, unitOf } from '@switchyard/core';
import { SwitchyardError } from './problem.ts';
import type { Secret } from './secrets.ts';

const DEFAULT_S = 60 * 60;
/** As long as a server remembers that somebody left a cohort. */
const LONGEST_S = 24 * 60 * 60;
/** What fits into a header wherever a request may come by. */
const MOST_CHARACTERS = 4_096;

export interface UserTokenOptions {
  /** Seconds; 3,600 unless given, at most 86,400. */
  readonly expiresIn?: number;
}

/**
 * Proves to the Switchyard server who looks at a page: only who holds one of the environment's signing secrets can say it.
 * What the context has besides is what the server decides conditions about people by.
 */
export function userToken(
  { id, secret }: Secret,
  context: EvaluationContext,
  now: number,
  { expiresIn = DEFAULT_S }: UserTokenOptions = {},
): string {
  const user = unitOf(context.targetingKey);
  if (user === undefined) throw failed('names a user: there is no targeting key');
  if (!(expiresIn > 0 && expiresIn <= LONGEST_S)) {
    throw failed(`counts for more than no time and at most ${LONGEST_S} s`);
  }
  const { targetingKey: _, ...attributes } = context;
  const iat = now / 1000;
  const claims = {
    user,
    iat,
    exp: iat + expiresIn,
    ...(Object.keys(attributes).length > 0 && { context: attributes }),
  };
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const signed = `syu1.${id}.${payload}`;
  const signature = createHmac('sha256', secret).update(`switchyard-user-token\n${signed}`);
  const token = `${signed}.${signature.digest('base64url')}`;
  if (token.length > MOST_CHARACTERS) {
    throw failed(
      `has at most ${MOST_CHARACTERS} characters: leave out attributes that nobody asks for`,
    );
  }
  return token;
}

const failed = (rule: string) => new SwitchyardError('user-token', `A user token ${rule}`);
