import { describe, expect, test } from 'vitest';
import type { Metric } from '../metrics/definition.ts';
import type { SharedCounts } from './counts.ts';
import { lnE1 } from './e1.ts';
import { evidenceOn } from './evidence.ts';
import { random } from './testing/random.ts';
import { affected, failures } from './testing/trial.ts';

const options = { alpha: 0.01, minimumAffected: 3 };
const stage = (share: number, canary: number, control: number): SharedCounts => ({
  share,
  ...affected(canary, control),
});

describe('evidence on users', () => {
  test('is E1 over all stages, with what is tolerated', () => {
    const events = [
      { share: 0.05, canary: 12, control: 40 },
      { share: 0.5, canary: 9, control: 5 },
    ];
    const stages = events.map(({ share, canary, control }) => stage(share, canary, control));
    const { lnE } = evidenceOn({ ...failures, tolerated: 0.2 }, stages, options);
    expect(lnE).toBeCloseTo(lnE1(events, 1.2), 12);
  });

  test('is held back, never raised, before three canary users are affected', () => {
    const evidence = (canary: number, control: number) =>
      evidenceOn(failures, [stage(0.01, canary, control)], options).lnE;
    expect(evidence(2, 0)).toBe(0);
    expect(evidence(2, 900)).toBeLessThan(-1);
    expect(evidence(3, 0)).toBeGreaterThan(Math.log(100));
  });

  test('swaps the arms where fewer is worse', () => {
    const heartbeat: Metric = { ...failures, worse: 'fewer' };
    const { lnE, views } = evidenceOn(heartbeat, [stage(0.05, 2, 200)], options);
    expect(lnE).toBeCloseTo(lnE1([{ share: 0.95, canary: 200, control: 2 }]), 12);
    expect(views[0]?.ratio).toBeCloseTo(200 / 2 / 19, 9);
    const silent = evidenceOn(heartbeat, [stage(0.05, 0, 200)], options);
    expect(silent.lnE).toBeGreaterThan(Math.log(100));
    expect(silent.views[0]?.ratio).toBeNull();
    expect(silent.views[0]?.lowerBound).toBeGreaterThan(1);
  });

  test('bounds the ratio by the worsening it can still exclude', () => {
    const bound = (stages: SharedCounts[], alpha = 0.01) =>
      evidenceOn(failures, stages, { ...options, alpha }).views[0]?.lowerBound ?? 0;
    const lower = bound([stage(0.05, 41, 97)]);
    const at = (harmless: number) => lnE1([{ share: 0.05, canary: 41, control: 97 }], harmless);
    expect(at(lower)).toBeCloseTo(Math.log(100), 6);
    expect(at(lower * 1.001)).toBeLessThan(Math.log(100));
    expect(bound([stage(0.05, 41, 97)], 0.05)).toBeGreaterThan(lower);
    expect(bound([stage(0.05, 0, 50)])).toBe(0);
    expect(bound([stage(0.05, 1, 0)])).toBe(0);
    expect(bound([])).toBe(0);
    expect(bound([stage(0.05, 1e9, 1e9)])).toBeGreaterThan(16);
    expect(bound([stage(0.05, 1e9, 1e9)])).toBeLessThan(19);
    expect(Number.isFinite(bound([stage(1e-5, 1e9, 0)]))).toBe(true);
  });
});

/** Requests of many users, `times` as many of them bad and `slower` times as slow on canary. */
function requests(seed: number, canaryRequests: number, share: number, times: number, slower = 1) {
  const draw = random(seed);
  const arm = (requests: number, rate: number, pace: number) => {
    const n = new Array<number>(128).fill(0);
    const [bad, slow, mean, typical] = [[...n], [...n], [...n], [...n]];
    const add = (sums: number[], bin: number, value: number) => {
      sums[bin] = (sums[bin] ?? 0) + value;
    };
    for (let request = 0; request < requests; request++) {
      const bin = Math.floor(128 * draw());
      const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
      const ms = 100 * pace * Math.exp(0.8 * normal);
      add(n, bin, 1);
      add(bad, bin, draw() < rate ? 1 : 0);
      add(slow, bin, ms > 373 ? 1 : 0);
      add(mean, bin, Math.min(ms, 643));
      add(typical, bin, Math.log(ms));
    }
    return { n, bad, slow, mean, typical };
  };
  const canary = arm(canaryRequests, 0.05 * times, slower);
  const control = arm((canaryRequests * (1 - share)) / share, 0.05, 1);
  const sums = (view: 'bad' | 'slow' | 'mean' | 'typical') => ({
    canary: { n: canary.n, y: canary[view] },
    control: { n: control.n, y: control[view] },
  });
  return {
    share,
    sums: { events: sums('bad'), slow: sums('slow'), mean: sums('mean'), typical: sums('typical') },
  } satisfies SharedCounts;
}

const ratio: Metric = { ...failures, kind: 'ratio' };
const latency: Metric = { ...failures, key: 'latency', kind: 'latency' };

describe('evidence on sums', () => {
  test('finds what got worse, and by how much at least', () => {
    const [events] = evidenceOn(ratio, [requests(1, 2000, 0.05, 2)], options).views;
    expect(events?.lnE).toBeGreaterThan(Math.log(100));
    expect(events?.ratio).toBeGreaterThan(1.7);
    expect(events?.ratio).toBeLessThan(2.3);
    expect(events?.lowerBound).toBeGreaterThan(1.2);
    expect(events?.lowerBound).toBeLessThan(events?.ratio ?? 0);
  });

  test('finds nothing in a harmless release, nor what is tolerated', () => {
    expect(evidenceOn(ratio, [requests(2, 2000, 0.05, 1)], options).lnE).toBeLessThan(1);
    const tolerant = { ...ratio, tolerated: 1.2 };
    expect(evidenceOn(tolerant, [requests(1, 2000, 0.05, 2)], options).lnE).toBeLessThan(1);
  });

  test('finds what became rarer, where fewer is worse', () => {
    const fewer: Metric = { ...ratio, worse: 'fewer' };
    const [events] = evidenceOn(fewer, [requests(3, 4000, 0.05, 0.5)], options).views;
    expect(events?.lnE).toBeGreaterThan(Math.log(100));
    expect(events?.ratio).toBeGreaterThan(1.6);
    expect(evidenceOn(ratio, [requests(3, 4000, 0.05, 0.5)], options).lnE).toBeLessThan(0);
  });

  test('of latency is the average of three views, each with its own ratio', () => {
    const { lnE, views } = evidenceOn(latency, [requests(4, 1000, 0.05, 1, 1.5)], options);
    const average = views.reduce((sum, view) => sum + Math.exp(view.lnE) / 3, 0);
    expect(lnE).toBeCloseTo(Math.log(average), 9);
    expect(lnE).toBeGreaterThan(Math.log(100));
    const [typical, slow, mean] = views;
    expect(typical).toMatchObject({ view: 'typical' });
    expect(typical?.ratio).toBeGreaterThan(1.4);
    expect(typical?.ratio).toBeLessThan(1.6);
    expect(typical?.lowerBound).toBeGreaterThan(1.1);
    expect(slow?.ratio).toBeGreaterThan(typical?.ratio ?? 0);
    expect(mean?.ratio).toBeGreaterThan(1.2);
  });

  test('leaves the slow share out of a tolerated slowdown, of which it knows nothing', () => {
    const slower = requests(5, 4000, 0.05, 1, 1.2);
    expect(evidenceOn(latency, [slower], options).lnE).toBeGreaterThan(Math.log(100));
    const tolerant = evidenceOn({ ...latency, tolerated: 0.25 }, [slower], options);
    expect(tolerant.lnE).toBeLessThan(1);
    expect(tolerant.views[1]).toMatchObject({ view: 'slow', lnE: 0 });
  });

  test('is averaged over the stages of the plan, one not yet reached counting as 1', () => {
    const bad = requests(6, 2000, 0.05, 2);
    const lnE = (stages: SharedCounts[]) => evidenceOn(ratio, stages, options).lnE;
    const alone = lnE([bad]);
    expect(lnE([bad, { share: 0.5 }])).toBeCloseTo(Math.log((Math.exp(alone) + 1) / 2), 9);
    const calm = requests(7, 2000, 0.5, 1);
    const both = Math.log((Math.exp(alone) + Math.exp(lnE([calm]))) / 2);
    expect(lnE([bad, calm])).toBeCloseTo(both, 9);
    expect(lnE([calm, bad])).toBeCloseTo(both, 9);
  });

  test('and on users is half and half for errors', () => {
    const counts = { ...requests(8, 2000, 0.05, 2), ...affected(40, 300) };
    const { lnE, views } = evidenceOn({ ...failures, kind: 'errors' }, [counts], options);
    expect(views.map(({ view }) => view)).toEqual(['users', 'events']);
    const [users, events] = views.map((view) => Math.exp(view.lnE));
    expect(lnE).toBeCloseTo(Math.log(((users ?? 0) + (events ?? 0)) / 2), 9);
  });
});
