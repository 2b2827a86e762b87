export interface Release {
  readonly number: number;
  readonly changes: readonly { readonly key: string; readonly after: Definition | null }[];
}

export interface Definition {
  readonly rules: readonly { readonly name?: string }[];
}

/** Calls the admin API as somebody who may do everything. Throws on refusals, and where no whole answer came. */
export type Call = <Answer>(method: string, path: string, body?: object) => Promise<Answer>;

const caller =
  (url: string, headers: Record<string, string>): Call =>
  async (method, path, body) => {
    const response = await fetch(`${url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text);
  };

/** The server answered, and said no. */
export class Refused extends Error {}

/** Turns the one-time link into a token, which outlives the server's process. */
export async function tokenFor(url: string, link: string): Promise<Call> {
  const token = new URLSearchParams(link.split('?')[1]).get('link');
  const response = await fetch(`${url}/api/session/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ token }),
  });
  if (!response.ok) throw new Refused(`The link: ${response.status} ${await response.text()}`);
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { secret } = await caller(url, { cookie, origin: url })<{ secret: string }>(
    'POST',
    '/tokens',
    {
      name: 'crash test',
      roles: { '*': 'admin' },
    },
  );
  return caller(url, { authorization: `Bearer ${secret}` });
}

export async function allReleases(call: Call, environment: string): Promise<Release[]> {
  const all: Release[] = [];
  let page: { releases: Release[]; next?: number };
  do {
    const before = all.at(-1)?.number;
    const query = `limit=200${before === undefined ? '' : `&before=${before}`}`;
    page = await call('GET', `/environments/${environment}/releases?${query}`);
    all.push(...page.releases);
  } while (page.next !== undefined);
  return all;
}
