import { createHmac, timingSafeEqual } from 'node:crypto';
import { Problem } from '../platform/problem.ts';
import { isStorable } from '../platform/storable.ts';

/** What an application says of one of its users, under its signature. Times are seconds since 1970. */
export interface Claims {
  readonly user: string;
  readonly iat: number;
  readonly exp: number;
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface Secret {
  readonly id: string;
  readonly secret: string;
}

type Refusal = 'altered' | 'unknown-key' | 'expired' | 'not-yet' | 'too-long';

/** As long as it is remembered that somebody left a cohort. */
const LONGEST_S = 24 * 60 * 60;
/** How far the clock of an application may be ahead of ours. */
const AHEAD_S = 60;
const MOST_CHARACTERS = 4_096;
const MOST_USER = 1_000;

const PREFIX = 'syu1';

const signatureOf = (secret: string, signed: string) =>
  createHmac('sha256', secret).update(`switchyard-user-token\n${signed}`).digest('base64url');

export function sign({ id, secret }: Secret, claims: Claims): string {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const signed = `${PREFIX}.${id}.${payload}`;
  return `${signed}.${signatureOf(secret, signed)}`;
}

/** Throws a refusal in words, of which a program can read the `reason`. Nothing of the token is in it. */
export function verify(
  token: string,
  secrets: readonly Secret[],
  now: Date,
): { readonly claims: Claims; readonly secret: Secret } {
  const parts = token.length > MOST_CHARACTERS ? [] : token.split('.');
  const [prefix, id, payload = '', signature = ''] = parts;
  if (parts.length !== 4 || prefix !== PREFIX) {
    throw refused('altered', 'is none, or was cut');
  }
  const secret = secrets.find((each) => each.id === id);
  if (secret === undefined) {
    throw refused(
      'unknown-key',
      'is signed with a key that is not one of this environment, or no longer',
    );
  }
  if (!isSame(signature, signatureOf(secret.secret, `${PREFIX}.${id}.${payload}`))) {
    throw refused('altered', 'was altered or forged');
  }
  const claims = read(payload);
  if (claims === undefined) throw refused('altered', 'is signed, and says nothing of a user');
  const { iat, exp } = claims;
  const seconds = now.getTime() / 1000;
  if (exp <= seconds) throw refused('expired', 'has expired');
  if (iat > seconds + AHEAD_S) {
    throw refused('not-yet', 'is from the future: the clock of whoever made it is ahead');
  }
  if (exp - iat > LONGEST_S) throw refused('too-long', 'would count for more than 24 hours');
  return { claims, secret };
}

const refused = (reason: Refusal, what: string) =>
  new Problem('invalid-token', `The user token ${what}`, { reason });

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function read(payload: string): Claims | undefined {
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    return undefined;
  }
  const { user, iat, exp, context } = Object(claims) as Partial<Claims>;
  const isGood =
    typeof user === 'string' &&
    user !== '' &&
    user.length <= MOST_USER &&
    isStorable(user) &&
    Number.isFinite(iat) &&
    Number.isFinite(exp) &&
    (context === undefined || (typeof context === 'object' && context !== null));
  return isGood ? (claims as Claims) : undefined;
}
