import type { EventHistory, KnownEvents } from '../api-types.ts';

/** What one graph of the metrics page shows. */
export interface MetricGraph {
  readonly title: string;
  readonly about: string;
  readonly event: string;
  /** How often it happens; which share of something else it is; its values. */
  readonly kind: 'rate' | 'share' | 'mean' | 'quantiles';
  /** What it is a share of. */
  readonly per?: string;
  readonly unit?: string;
}

const request = 'request';
const requestError = 'request.error';

const builtIn: readonly MetricGraph[] = [
  { title: 'Requests', about: 'Answered by your applications', event: request, kind: 'rate' },
  {
    ...{ title: 'Errors', about: 'Share of requests answered with 5xx', kind: 'share' },
    ...{ event: requestError, per: request },
  },
  {
    ...{ title: 'Latency', about: 'Half, 95 % and 99 % of requests were faster', unit: 'ms' },
    ...{ event: request, kind: 'quantiles' },
  },
];

/** Requests first, then what the guard compares, then whatever else was counted. */
export function graphsOf({ events, metrics }: KnownEvents): MetricGraph[] {
  const requests = events.includes(request) ? builtIn : [];
  const guarded = metrics.flatMap((metric): MetricGraph[] => {
    const { key, kind, event = key, per = request, says } = metric;
    const about = says === undefined ? `Compared by the guard as ${key}` : `Users who ${says}`;
    if (kind === 'latency') return [{ title: key, about, event, kind: 'quantiles', unit: 'ms' }];
    if (kind === 'mean') return [{ title: key, about, event, kind: 'mean' }];
    return events.includes(per)
      ? [{ title: key, about: `${about}, as a share of ${per}`, event, kind: 'share', per }]
      : [{ title: key, about, event, kind: 'rate' }];
  });
  const shown = [
    ...requests,
    ...guarded.filter((each) => !requests.some((one) => isSame(one, each))),
  ];
  const isShown = new Set(shown.map(({ event }) => event));
  const others = events
    .filter((event) => !isShown.has(event))
    .map((event): MetricGraph => ({ title: event, about: 'How often', event, kind: 'rate' }));
  return [...shown, ...others];
}

const isSame = (one: MetricGraph, other: MetricGraph) =>
  one.event === other.event && one.kind === other.kind && one.per === other.per;

/** The events whose histories these need. */
export const eventsOf = (graphs: readonly MetricGraph[]): string[] => [
  ...new Set(graphs.flatMap(({ event, per }) => (per === undefined ? [event] : [event, per]))),
];

/** With a graph of values for each of those that have some. */
export const withValues = (
  graphs: readonly MetricGraph[],
  histories: ReadonlyMap<string, EventHistory>,
): MetricGraph[] =>
  graphs.flatMap((each): MetricGraph[] => {
    const { event, title, kind } = each;
    const isValued = histories.get(event)?.points.some(({ quantiles }) => quantiles !== null);
    if (kind !== 'rate' || event === request || !isValued) return [each];
    const about = 'Half, 95 % and 99 % of the values were lower';
    return [each, { title: `${title}: values`, about, event, kind: 'quantiles' }];
  });
