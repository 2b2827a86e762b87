import type { LogQuery } from '../api.ts';

/** What the log is narrowed to, as the address has it. */
export type LogFilters = Readonly<Record<string, string>>;

export const entryKinds = ['config', 'code', 'note', 'audit', 'all'] as const;
export const entryKindNames = {
  config: 'Config',
  code: 'Code',
  note: 'Notes',
  audit: 'Audit',
  all: 'Everything',
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Times back from now, by what the address calls them. */
export const spans: Readonly<Record<string, { readonly name: string; readonly ms: number }>> = {
  '1h': { name: 'The last hour', ms: hourMs },
  '24h': { name: 'The last 24 hours', ms: dayMs },
  '7d': { name: 'The last 7 days', ms: 7 * dayMs },
  '30d': { name: 'The last 30 days', ms: 30 * dayMs },
};

/** The filters of the log among what an address has. */
const names = ['in', 'app', 'kind', 'person', 'since', 'from', 'to', 'switch', 'text'] as const;

export const countOfFilters = (filters: LogFilters) =>
  names.filter((name) => name !== 'text' && (filters[name] ?? '') !== '').length;

/** Each filter as nothing. */
export const noFilters: Readonly<Record<string, undefined>> = Object.fromEntries(
  names.map((name) => [name, undefined]),
);

export const isNarrowed = (filters: LogFilters) =>
  names.some((name) => (filters[name] ?? '') !== '');

/** What the filters ask of the server. */
export function askedOf(filters: LogFilters, now: number): LogQuery {
  const given = (name: string) => filters[name] || undefined;
  const span = spans[given('since') ?? ''];
  return {
    environment: given('in'),
    app: given('app'),
    kind: entryKinds.find((kind) => kind === given('kind')),
    actor: given('person'),
    search: given('text'),
    switch: given('switch'),
    from: span ? new Date(now - span.ms).toISOString() : instantOf(given('from')),
    to: span ? undefined : instantOf(given('to')),
  };
}

/** From what an input of date and time has, on the clocks of this browser. */
function instantOf(local: string | undefined): string | undefined {
  const date = new Date(local ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}
