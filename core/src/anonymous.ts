/** The first-party cookie that tells apart visitors who are not signed in: servers and pages read the same, and so bucket alike. */
const NAME = 'sy_anon';
const YEAR_S = 31_536_000;
// A visitor chooses what stands in their cookie, and it stands where a user key may: it must not be able to name a user.
const form = /^anon-[\w-]{1,59}$/;

/** The value of a cookie, from the header with all of them. */
export function cookieIn(cookies: string | undefined, name: string): string | undefined {
  const found = cookies?.split(';').find((each) => each.trimStart().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1) || undefined;
}

export function anonymousIdIn(cookies: string | undefined): string | undefined {
  const id = cookieIn(cookies, NAME);
  return id !== undefined && form.test(id) ? id : undefined;
}

/** What keeps an anonymous id for a year: the value of `Set-Cookie`, or of `document.cookie`. */
export const anonymousCookie = (id: string, isHttps: boolean): string =>
  `${NAME}=${id}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${isHttps ? '; Secure' : ''}`;
