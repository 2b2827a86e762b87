import { createHmac, timingSafeEqual } from 'node:crypto';
import { OVERRIDE_COOKIE, overridesOf } from './overrides.ts';
import { SwitchyardError } from './problem.ts';
import type { Secret } from './secrets.ts';

const DEFAULT_S = 8 * 60 * 60;
const LONGEST_S = 7 * 24 * 60 * 60;
/** What browsers keep, and servers take in a header. */
const MOST_CHARACTERS = 3_000;

export interface OverrideCookieOptions {
  /** Seconds; 28,800 (8 hours) unless given, at most 604,800 (a week). */
  readonly expiresIn?: number;
  /** Whether the cookie is for pages with HTTPS only. It is, unless this is false. */
  readonly secure?: boolean;
}

/** A `Set-Cookie` that forces switches for whoever has it, or stops to. Give it only to who may see what is not out yet. */
export function overrideCookie(
  secret: Secret,
  switches: Readonly<Record<string, string>>,
  now: number,
  { expiresIn = DEFAULT_S, secure = true }: OverrideCookieOptions = {},
): string {
  const about = `Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  const pinned = Object.entries(switches);
  if (pinned.length === 0) return `${OVERRIDE_COOKIE}=; Max-Age=0; ${about}`;

  if (overridesOf(pinned).size < pinned.length) {
    throw failed('forces at most 50 switches, each to `on`, `off` or the key of a variant');
  }
  if (!(expiresIn > 0 && expiresIn <= LONGEST_S)) {
    throw failed(`counts for more than no time and at most ${LONGEST_S} s`);
  }
  const claims = { switches, exp: now / 1000 + expiresIn };
  const token = signed(secret, Buffer.from(JSON.stringify(claims)).toString('base64url'));
  if (token.length > MOST_CHARACTERS) throw failed(`has at most ${MOST_CHARACTERS} characters`);
  return `${OVERRIDE_COOKIE}=${token}; Max-Age=${Math.floor(expiresIn)}; ${about}`;
}

/** What a signed text forces; undefined if it is none, altered, of another environment or out of date. Never throws. */
export function signedOverrides(
  token: string,
  secrets: readonly Secret[],
  now: number,
): ReadonlyMap<string, string> | undefined {
  if (token.length > MOST_CHARACTERS) return undefined;
  const [version, id, payload = ''] = token.split('.');
  const secret = version === 'syo1' && secrets.find((each) => each.id === id);
  if (!secret || !isSame(token, signed(secret, payload))) return undefined;
  try {
    const { switches, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return exp * 1000 > now ? overridesOf(Object.entries(switches)) : undefined;
  } catch {
    return undefined;
  }
}

/** What the same secret signs for something else forces nothing. */
function signed({ id, secret }: Secret, payload: string): string {
  const text = `syo1.${id}.${payload}`;
  const signature = createHmac('sha256', secret).update(`switchyard-overrides\n${text}`);
  return `${text}.${signature.digest('base64url')}`;
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const failed = (rule: string) =>
  new SwitchyardError('override-cookie', `A cookie that forces switches ${rule}`);
