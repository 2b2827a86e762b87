/** The value of a cookie, from the header with all of them. */
export function cookieIn(cookies: string | undefined, name: string): string | undefined {
  const found = cookies?.split(';').find((each) => each.trimStart().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1) || undefined;
}
