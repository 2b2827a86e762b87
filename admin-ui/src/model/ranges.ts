export interface Span {
  readonly from: number;
  readonly to: number;
}

const hour = 3_600_000;

/** How much of time graphs may show, up to now. */
export const ranges = [
  { key: '1h', label: '1 h', ms: hour, words: 'the last hour' },
  { key: '6h', label: '6 h', ms: 6 * hour, words: 'the last 6 hours' },
  { key: '24h', label: '24 h', ms: 24 * hour, words: 'the last 24 hours' },
  { key: '7d', label: '7 d', ms: 7 * 24 * hour, words: 'the last 7 days' },
  { key: '30d', label: '30 d', ms: 30 * 24 * hour, words: 'the last 30 days' },
] as const;
export type Range = (typeof ranges)[number];

export const rangeOf = (key: string | undefined): Range =>
  ranges.find((each) => each.key === key) ?? ranges[0];

/** What an address asks to be shown in place of a range that ends now. */
export function zoomOf({ from, to }: Readonly<Record<string, string | undefined>>): Span | null {
  const span = { from: Date.parse(from ?? ''), to: Date.parse(to ?? '') };
  return span.from < span.to ? span : null;
}

const leastMs = 5 * 60_000;

/** In whole minutes, and not less than what lines can be drawn of. */
export function roomy({ from, to }: Span): Span {
  const middle = (from + to) / 2;
  const half = Math.max(to - from, leastMs) / 2;
  const minute = 60_000;
  return {
    from: Math.floor((middle - half) / minute) * minute,
    to: Math.ceil((middle + half) / minute) * minute,
  };
}
