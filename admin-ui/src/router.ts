/** An address of the UI: what stands behind `#` in the browser's address. */
export interface Address {
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

type Query = Readonly<Record<string, string | undefined>>;

export function parse(hash: string): Address {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split(/\?(.*)/s);
  return {
    path: path.split('/').filter(Boolean).map(decoded),
    query: Object.fromEntries(new URLSearchParams(query)),
  };
}

/** The `href` of an address. Empty members of the query are left out. */
export function addressOf(path: readonly string[], query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given as [string, string][]).toString();
  return `#/${path.map(encoded).join('/')}${search === '' ? '' : `?${search}`}`;
}

export function go(path: readonly string[], query: Query = {}): void {
  location.hash = addressOf(path, query);
}

/** Changes the query of where we are, without a step in the browser's history. */
export function amend(query: Query): void {
  const now = parse(location.hash);
  history.replaceState(null, '', addressOf(now.path, { ...now.query, ...query }));
  window.dispatchEvent(new HashChangeEvent('hashchange'));
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const encoded = (part: string) => encodeURIComponent(part).replaceAll('%3A', ':');
