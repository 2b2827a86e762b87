import { describe, expect, test } from 'vitest';
import type { EventHistory, KnownEvents } from '../api-types.ts';
import { eventsOf, graphsOf, type MetricGraph, withValues } from './metric-graphs.ts';
import { linesOf } from './metric-lines.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 5, 9);
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

/** Counts by minute; a pair is a count and its sum. */
function history(event: string, counts: Record<number, number>, times?: number): EventHistory {
  return {
    event,
    from: at(0),
    to: at(10),
    stepMs: minute,
    points: Object.entries(counts).map(([minutes, count]) => ({
      at: at(Number(minutes)),
      count,
      sum: count * 5,
      totals: { none: [count, count * 5] },
      quantiles: times === undefined ? null : { p50: times, p95: 2 * times, p99: 3 * times },
    })),
    deploys: [],
  };
}

const mapOf = (...all: EventHistory[]) => new Map(all.map((each) => [each.event, each]));
const metric = (
  key: string,
  kind: KnownEvents['metrics'][number]['kind'],
  more: { event?: string; per?: string; says?: string } = {},
) => ({ key, kind, worse: 'more' as const, weight: 1, tolerated: 0, ...more });
const graph = (more: Partial<MetricGraph> = {}): MetricGraph => ({
  ...{ title: 'Requests', about: '', event: 'request', kind: 'rate' },
  ...more,
});

describe('which graphs there are', () => {
  test('requests, errors and latency come first, and everything is there once', () => {
    const graphs = graphsOf({
      events: ['checkout', 'checkout.failed', 'request', 'signup'],
      metrics: [
        metric('errors', 'errors', { event: 'request.error' }),
        metric('latency', 'latency', { event: 'request' }),
        metric('failed checkouts', 'ratio', { event: 'checkout.failed', per: 'checkout' }),
        metric('basket', 'mean'),
      ],
    });
    expect(graphs.map(({ title, kind }) => `${title}: ${kind}`)).toEqual([
      'Requests: rate',
      'Errors: share',
      'Latency: quantiles',
      'failed checkouts: share',
      'basket: mean',
      'checkout: rate',
      'signup: rate',
    ]);
    expect(eventsOf(graphs)).toEqual([
      ...['request', 'request.error', 'checkout.failed', 'checkout', 'basket', 'signup'],
    ]);
  });

  test('nothing is a share of what was never counted', () => {
    const lost = metric('lost', 'errors', { says: 'lost their basket' });
    expect(graphsOf({ events: [], metrics: [lost] })).toMatchObject([
      { title: 'lost', kind: 'rate', about: 'Users who lost their basket' },
    ]);
  });

  test('what has values has a graph of them besides', () => {
    const graphs = [graph(), graph({ title: 'search', event: 'search' })];
    const histories = mapOf(history('request', { 0: 1 }, 20), history('search', { 0: 1 }, 20));
    expect(withValues(graphs, histories).map(({ title }) => title)).toEqual([
      ...['Requests', 'search', 'search: values'],
    ]);
  });
});

describe('what is drawn', () => {
  test('how often per second, and nothing as nothing, since anything was counted', () => {
    const histories = mapOf(history('request', { 3: 120, 5: 240 }), history('other', { 2: 1 }));
    const { times, series, format, latest } = linesOf(graph(), histories);
    expect(times.map((time) => (time - start) / minute)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    expect(series).toEqual([{ label: 'Requests', values: [0, 2, 0, 4, 0, 0, 0, 0] }]);
    expect([format(1234.5), latest]).toEqual(['1,230/s', '0/s']);
  });

  test('per minute or hour what is seldom', () => {
    const seldom = mapOf(history('request', { 0: 3, 1: 30 }));
    expect(linesOf(graph(), seldom).series[0]?.values.slice(0, 2)).toEqual([3, 30]);
    expect(linesOf(graph(), seldom).format(3)).toBe('3/min');
    const hours = { ...history('request', { 0: 6 }), stepMs: 60 * minute, to: at(60) };
    expect(linesOf(graph(), mapOf(hours)).latest).toBe('6/h');
  });

  test('a step that is not over counts for as long as it is, if it began long enough ago', () => {
    const until = (seconds: number) => ({
      ...history('request', { 0: 600, 1: 300 }),
      to: new Date(start + minute + seconds * 1000).toISOString(),
    });
    expect(linesOf(graph(), mapOf(until(30))).series[0]?.values).toEqual([10, 10]);
    expect(linesOf(graph(), mapOf(until(15))).series[0]?.values).toEqual([10]);
  });

  test('a share of what there was, and none where there was nothing', () => {
    const histories = mapOf(
      history('request', { 0: 100, 1: 200, 3: 50 }),
      history('request.error', { 1: 3 }),
    );
    const share = graph({ event: 'request.error', per: 'request', kind: 'share' });
    const { series, latest } = linesOf(share, histories);
    expect(series[0]?.values.slice(0, 4)).toEqual([0, 0.015, null, 0]);
    expect(latest).toBe('0 %');
  });

  test('quantiles with their unit, and means', () => {
    const histories = mapOf(history('request', { 0: 4 }, 20));
    const times = linesOf(graph({ kind: 'quantiles', unit: 'ms' }), histories);
    expect(times.series.map(({ label, values: [value] }) => [label, value])).toEqual([
      ['p50', 20],
      ['p95', 40],
      ['p99', 60],
    ]);
    expect(times.latest).toBe('p50 20 ms, p95 40 ms, p99 60 ms');
    expect(linesOf(graph({ kind: 'mean' }), histories).latest).toBe('5');
  });

  test('nothing where nothing was counted', () => {
    expect(linesOf(graph(), mapOf(history('request', {}))).times).toEqual([]);
    const values = graph({ kind: 'quantiles' });
    expect(linesOf(values, mapOf(history('request', { 1: 5 }))).times).toEqual([]);
    expect(linesOf(graph(), new Map()).times).toEqual([]);
  });
});
