import { cookieIn, isKey } from '@switchyard/core';

export const OVERRIDE_COOKIE = 'sy_switches';
const PARAMETER = 'switches';
const MOST = 50;
const MOST_CHARACTERS = 4_000;

export type Overrides = ReadonlyMap<string, string>;

const none: Overrides = new Map();

/** Of these, what may force a switch: `on`, `off`, or the key of a variant. */
export function overridesOf(pairs: readonly (readonly [string, unknown])[]): Overrides {
  const good = pairs.filter(
    (each): each is [string, string] =>
      isKey(each[0]) && typeof each[1] === 'string' && isKey(each[1]),
  );
  return new Map(good.slice(0, MOST));
}

/** Reads `awesome=on,checkout=b`. What makes no sense is left out. */
const parseOverrides = (text: string): Overrides =>
  overridesOf(
    text.split(',').map((each) => {
      const [key = '', variant] = each.split('=');
      return [key.trim(), variant?.trim()] as const;
    }),
  );

/** What stands in the address of a request: `?switches=…` */
function askedIn(url: string | undefined): string | undefined {
  const [, query] = /\?(.*)/s.exec(url ?? '') ?? [];
  if (!query?.includes(`${PARAMETER}=`)) return undefined;
  const asked = new URLSearchParams(query).get(PARAMETER) ?? '';
  return asked !== '' && asked.length <= MOST_CHARACTERS ? asked : undefined;
}

/** What a request brings along to force switches with. */
export interface Asking {
  /** The path and the query. */
  readonly url?: string | undefined;
  /** The header. */
  readonly cookies?: string | undefined;
}

/**
 * What a request may force: whatever is signed, and what the address says, if it is that of an internal user. The address
 * counts more than the cookie.
 */
export function honoured(
  { url, cookies }: Asking,
  verify: (token: string) => Overrides | undefined,
  isInternal: () => boolean,
): Overrides {
  const asked = askedIn(url);
  const overrideToken = cookieIn(cookies, OVERRIDE_COOKIE);
  const pinned = overrideToken === undefined ? none : (verify(overrideToken) ?? none);
  if (asked === undefined) return pinned;
  const forced = verify(asked) ?? (isInternal() ? parseOverrides(asked) : none);
  return forced.size === 0 ? pinned : new Map([...pinned, ...forced]);
}
