import type { EventHistory } from '../api-types.ts';
import type { MetricGraph } from './metric-graphs.ts';

interface Line {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly isMain?: boolean;
}

/** What is drawn of a graph. */
export interface MetricLines {
  readonly times: readonly number[];
  readonly series: readonly Line[];
  readonly format: (value: number) => string;
  /** Its latest value, in words. */
  readonly latest: string;
}

type Point = EventHistory['points'][number];

/** A step that has only just begun says too little. */
const leastMs = 20_000;
const quantiles = ['p50', 'p95', 'p99'] as const;

export function linesOf(
  graph: MetricGraph,
  histories: ReadonlyMap<string, EventHistory>,
): MetricLines {
  const known = histories.get(graph.per ?? graph.event);
  const times = known ? timesOf(known, histories) : [];
  if (known === undefined || times.length === 0) return nothing;
  const pointsOf = (event: string) => {
    const points = histories.get(event)?.points ?? [];
    const byTime = new Map(points.map((point) => [Date.parse(point.at), point]));
    return times.map((time) => byTime.get(time));
  };
  const points = pointsOf(graph.event);
  const { series, format } = drawn(graph, points, pointsOf(graph.per ?? graph.event), {
    times,
    ...{ stepMs: known.stepMs, to: Date.parse(known.to) },
  });
  const last = times.findLastIndex((_, at) => series.some(({ values }) => values[at] !== null));
  if (last < 0) return nothing;
  const latest = series
    .flatMap(({ label, values }) => {
      const value = values[last];
      const words = typeof value === 'number' ? format(value) : '–';
      return series.length === 1 ? [words] : [`${label} ${words}`];
    })
    .join(', ');
  return { times, series, format, latest };
}

/** From the first step in which anything was counted: before, nobody did. */
function timesOf(
  { stepMs, to }: EventHistory,
  histories: ReadonlyMap<string, EventHistory>,
): number[] {
  const begins = [...histories.values()].flatMap(({ points: [first] }) =>
    first ? [first.at] : [],
  );
  const first = Math.min(...begins.map(Date.parse));
  if (!Number.isFinite(first)) return [];
  const last = Date.parse(to) - Math.min(stepMs, leastMs);
  const count = Math.max(1, Math.floor((last - first) / stepMs) + 1);
  return Array.from({ length: count }, (_, at) => first + at * stepMs);
}

interface Steps {
  readonly times: readonly number[];
  readonly stepMs: number;
  readonly to: number;
}

function drawn(
  { title, kind, unit }: MetricGraph,
  points: readonly (Point | undefined)[],
  wholes: readonly (Point | undefined)[],
  steps: Steps,
): Pick<MetricLines, 'series' | 'format'> {
  switch (kind) {
    case 'rate': {
      const rates = points.map((point, at) => (point?.count ?? 0) / secondsOf(steps, at));
      return rated(title, rates);
    }
    case 'share': {
      const values = points.map((point, at) => shareOf(point?.count ?? 0, wholes[at]?.count ?? 0));
      return { series: [{ label: title, values }], format: percentage };
    }
    case 'mean': {
      const values = points.map((point) => (point ? point.sum / point.count : null));
      return { series: [{ label: title, values }], format: valued(unit) };
    }
    case 'quantiles':
      return {
        series: quantiles.map((label) => ({
          label,
          values: points.map((point) => point?.quantiles?.[label] ?? null),
          isMain: label === 'p95',
        })),
        format: valued(unit),
      };
  }
}

/** The last step may not be over. */
const secondsOf = ({ times, stepMs, to }: Steps, at: number) =>
  Math.min(stepMs, to - (times[at] ?? to)) / 1000;

const shareOf = (part: number, whole: number) => (whole > 0 ? part / whole : null);

/** Per second; what happens seldom, per minute or hour. */
function rated(label: string, perSecond: readonly number[]) {
  const most = Math.max(...perSecond);
  const [seconds, unit] = most >= 1 ? [1, 's'] : most >= 1 / 60 ? [60, 'min'] : [3600, 'h'];
  const values = perSecond.map((rate) => rate * seconds);
  return { series: [{ label, values }], format: (value: number) => `${short(value)}/${unit}` };
}

const short = (value: number) => value.toLocaleString('en', { maximumSignificantDigits: 3 });
const percentage = (value: number) => `${short(value * 100)} %`;
const valued = (unit: string | undefined) => (value: number) =>
  unit === undefined ? short(value) : `${short(value)} ${unit}`;

const nothing: MetricLines = { times: [], series: [], format: short, latest: '' };
