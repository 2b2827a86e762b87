import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Metric } from '../metrics/definition.ts';
import { judge, type Trial } from './judge.ts';
import { affected, after, failures, measured, plan, trial, users } from './testing/trial.ts';

const decided = (change: Partial<Trial> = {}) => {
  const { action, reasons } = judge(trial(change));
  return [action, ...reasons.map(({ kind }) => kind)];
};
const broken = measured(failures, affected(41, 97));

describe('a release is rolled back', () => {
  test('when the evidence reaches 1/α, even in the first second of a stage', () => {
    const verdict = judge(trial({ metrics: [broken], now: after(10), lastReportAt: after(9) }));
    expect(verdict.action).toBe('roll back');
    expect(verdict.reasons[0]).toEqual({
      action: 'roll back',
      kind: 'evidence',
      metric: 'checkout.failed',
    });
    expect(verdict.reasons[1]).toMatchObject({ kind: 'minimum-time', leftMs: 50_000 });
    expect(verdict.lnE).toBeGreaterThan(Math.log(100));
    expect(verdict.point).toEqual({
      at: after(10),
      lnE: verdict.lnE,
      metrics: [{ key: 'checkout.failed', lnE: verdict.lnE }],
    });
  });

  test('on the weighted average of all metrics, and names the one that weighs most', () => {
    const calm = (key: string): Metric => ({ ...failures, key });
    const two = [measured(calm('calm'), affected(0, 0)), measured(failures, affected(5, 3))];
    const verdict = judge(trial({ metrics: two }));
    const [, own] = verdict.metrics.map(({ lnE }) => Math.exp(lnE));
    expect(Math.exp(verdict.lnE)).toBeCloseTo((1 + (own ?? 0)) / 2, 6);
    expect(verdict.reasons[0]).toMatchObject({ kind: 'evidence', metric: 'checkout.failed' });

    const light = [
      measured(calm('calm')),
      measured({ ...failures, weight: 0.001 }, affected(5, 3)),
    ];
    expect(judge(trial({ metrics: light })).action).toBe('advance');
    const unheeded = [
      measured(calm('calm')),
      measured({ ...failures, weight: 0 }, affected(500, 3)),
    ];
    expect(judge(trial({ metrics: unheeded })).action).toBe('advance');
  });

  test('when the heartbeats of the canary are missing', () => {
    const heartbeat: Metric = { ...failures, key: 'heartbeat', worse: 'fewer' };
    const missing = [measured(failures), measured(heartbeat, affected(2, 400))];
    expect(decided({ metrics: missing })[1]).toBe('evidence');
    const alive = [measured(failures), measured(heartbeat, affected(20, 400))];
    expect(decided({ metrics: alive })).toEqual(['advance', 'ready']);
  });

  test('by the breaker, when both arms suffer', () => {
    const load = { recent: { events: 60, exposure: 60 }, baseline: { events: 90, exposure: 900 } };
    const metrics = [{ ...measured(failures), watches: [{ group: 'everyone' as const, ...load }] }];
    expect(judge(trial({ metrics })).reasons[0]).toMatchObject({ kind: 'breaker', times: 10 });
    expect(decided({ metrics })).toEqual(['roll back', 'breaker', 'ready']);
    const [more] = metrics;
    const alone = more && {
      ...more,
      watches: more.watches.map((each) => ({ ...each, spread: { events: 6, exposure: 60 } })),
    };
    expect(decided({ metrics: alone ? [alone] : [] })).toEqual(['advance', 'ready']);
    const checkouts = more && { ...more, metric: { ...failures, worse: 'fewer' as const } };
    expect(decided({ metrics: checkouts ? [checkouts] : [] })).toEqual(['advance', 'ready']);
  });

  test('whatever else would have held it', () => {
    const change = { metrics: [broken], lastReportAt: null };
    expect(decided(change).slice(0, 3)).toEqual(['roll back', 'evidence', 'silence']);
  });

  test('on evidence gathered in earlier stages, in whatever stage it is', () => {
    for (const stage of [2, 3]) {
      expect(decided({ stage, metrics: [broken] }).slice(0, 2)).toEqual(['roll back', 'evidence']);
    }
  });
});

describe('a release is held', () => {
  test('when users do not fall into the arms as they should, in any stage', () => {
    const lost = { stages: [undefined, users(400, 5000)], release: users(400, 5000) };
    expect(decided({ exposed: lost })).toEqual(['hold', 'sample-ratio', 'ready']);
    const later = { stages: [undefined, users(400, 5000), users(900, 900)], release: users(1, 1) };
    expect(judge(trial({ stage: 2, exposed: later })).reasons[0]).toMatchObject({ stage: 1 });
  });

  test('when users were seen in both arms within a stage', () => {
    const mixed = { stages: [undefined, users(400, 7600, 81)], release: users(400, 7600) };
    expect(decided({ exposed: mixed })).toEqual(['hold', 'both-arms', 'ready']);
    // Over stages they change arms as they should.
    const ramped = { stages: [undefined, users(400, 7600)], release: users(4000, 7600, 3600) };
    expect(decided({ exposed: ramped })).toEqual(['advance', 'ready']);
  });

  test('after three intervals without a report, counted from the start if there was none', () => {
    expect(decided({ lastReportAt: after(75.001) })).toEqual(['advance', 'ready']);
    expect(decided({ lastReportAt: after(75) })).toEqual(['hold', 'silence', 'ready']);
    expect(decided({ lastReportAt: null, now: after(14) })).toEqual(['hold', 'minimum-time']);
    expect(decided({ lastReportAt: null, now: after(15) })).toEqual([
      'hold',
      'silence',
      'minimum-time',
    ]);
    const slow = { ...plan, reportIntervalMs: 30_000 };
    expect(decided({ plan: slow, lastReportAt: after(10) })).toEqual(['advance', 'ready']);
  });

  test('when those who have it by choice suffer, who are no evidence', () => {
    const load = { recent: { events: 60, exposure: 60 }, baseline: { events: 90, exposure: 900 } };
    const metrics = [{ ...measured(failures), watches: [{ group: 'chosen' as const, ...load }] }];
    expect(judge(trial({ metrics, stage: 0 })).reasons[0]).toMatchObject({ kind: 'apart' });
    expect(decided({ metrics, stage: 0 })).toEqual(['hold', 'apart', 'ready']);
  });

  test('when the time is over with too few users, unless the plan says otherwise', () => {
    const few = { stages: [undefined, users(299, 5681)], release: users(299, 5681) };
    const at = (seconds: number) => ({
      exposed: few,
      now: after(seconds),
      lastReportAt: after(seconds),
    });
    expect(decided(at(599))).toEqual(['hold', 'minimum-users']);
    expect(judge(trial(at(599))).reasons[0]?.action).toBe('wait');
    expect(decided(at(600))).toEqual(['hold', 'too-few-users']);
    expect(judge(trial(at(600))).reasons[0]).toMatchObject({
      action: 'hold',
      users: 299,
      needed: 300,
    });
    for (const tooFewUsers of ['advance', 'roll back'] as const) {
      expect(decided({ ...at(600), plan: { ...plan, tooFewUsers } })[0]).toBe(tooFewUsers);
      expect(decided({ ...at(599), plan: { ...plan, tooFewUsers } })[0]).toBe('hold');
    }
  });

  test('while it waits for the minimum time, which is no reason for alarm', () => {
    const verdict = judge(trial({ now: after(59), lastReportAt: after(59) }));
    expect(verdict.action).toBe('hold');
    expect(verdict.reasons).toEqual([{ action: 'wait', kind: 'minimum-time', leftMs: 1000 }]);
    expect(decided({ now: after(-5) })).toEqual(['hold', 'minimum-time']);
  });

  test('when it is in no stage of its plan', () => {
    expect(decided({ stage: 9 })).toEqual(['hold']);
  });
});

describe('a release advances', () => {
  test('with the minimum time and users reached and nothing against it', () => {
    const just = { stages: [undefined, users(300, 5700)], release: users(300, 5700) };
    expect(decided({ exposed: just, now: after(60), lastReportAt: after(60) })).toEqual([
      'advance',
      'ready',
    ]);
  });

  test('on estimated users, where reports hold a sample of them', () => {
    const sampled = users(40, 760, 0, 0.1);
    expect(decided({ exposed: { stages: [undefined, sampled], release: sampled } })).toEqual([
      'advance',
      'ready',
    ]);
  });

  test('by time alone where no percentage is compared', () => {
    const nobody = { stages: [], release: users(0, 0) };
    expect(decided({ stage: 0, exposed: nobody })).toEqual(['advance', 'ready']);
    expect(decided({ stage: 3, exposed: nobody })).toEqual(['advance', 'ready']);
  });
});

describe('a verdict', () => {
  test('leaves stages without a comparison out of the evidence', () => {
    const everywhere = {
      metric: failures,
      stages: [affected(90, 0), affected(3, 50), undefined, affected(90, 0)],
    };
    const within = { metric: failures, stages: [undefined, affected(3, 50)] };
    expect(judge(trial({ metrics: [everywhere] }))).toEqual(judge(trial({ metrics: [within] })));
  });

  test('shows both arms, with what is tolerated of either', () => {
    const exposed = { stages: [undefined, users(212, 4030)], release: users(212, 4030) };
    const [view] = judge(trial({ metrics: [broken], exposed })).metrics[0]?.views ?? [];
    expect(view?.canary).toMatchObject({ users: 212, affected: 41, rate: 41 / 212 });
    expect(view?.control).toMatchObject({ users: 4030, affected: 97, rate: 97 / 4030 });
    expect(view?.ratio).toBeCloseTo(8.03, 2);
    expect(view?.lowerBound).toBeCloseTo(4.15, 2);
    expect(view?.canary.low).toBeGreaterThan(view?.control.high ?? 1);
  });

  test('counts an affected user as there, and estimates all from a sample', () => {
    const exposed = { stages: [undefined, users(2, 400, 0, 0.1)], release: users(2, 400, 0, 0.1) };
    const metrics = [measured(failures, affected(10, 100, 0.25))];
    const [view] = judge(trial({ metrics, exposed })).metrics[0]?.views ?? [];
    expect(view?.canary).toMatchObject({ users: 40, affected: 40, rate: 1 });
    expect(view?.control).toMatchObject({ users: 4000, affected: 400, rate: 0.1 });
  });

  test('is the same for the same counts, and survives being stored', () => {
    const same = trial({ metrics: [broken] });
    expect(judge(structuredClone(same))).toEqual(judge(same));
    const empty = judge(trial({ metrics: [], exposed: { stages: [], release: users(0, 0) } }));
    expect(empty.lnE).toBe(0);
    expect(JSON.parse(JSON.stringify(empty.point.lnE))).toBe(0);
  });

  test('holds nothing but numbers, whatever has been counted', () => {
    const count = fc.constantFrom(0, 1, 2, 3, 50, 1e4, 1e9);
    const arms = fc.record({ canary: count, control: count });
    const sampled = fc.tuple(arms, fc.constantFrom(1, 0.01));
    const bins = fc.array(count, { minLength: 128, maxLength: 128 });
    const sums = fc.record({
      canary: fc.record({ n: bins, y: bins }),
      control: fc.record({ n: bins, y: bins }),
    });
    const kind = fc.constantFrom('users', 'errors', 'ratio', 'mean', 'latency');
    fc.assert(
      fc.property(kind, sampled, sampled, sums, fc.boolean(), (kind, hit, seen, sums, isFewer) => {
        const metric: Metric = { ...failures, kind, worse: isFewer ? 'fewer' : 'more' };
        const views = { events: sums, slow: sums, mean: sums, typical: sums };
        const counts = { affected: { ...hit[0], sample: hit[1] }, sums: views };
        const all = { ...seen[0], both: 0, sample: seen[1] };
        const exposed = { stages: [undefined, all], release: all };
        const verdict = judge(trial({ metrics: [measured(metric, counts)], exposed }));
        expect(numbersIn(verdict).filter((number) => !Number.isFinite(number))).toEqual([]);
      }),
      { seed: 4, numRuns: 300 },
    );
  });

  test('does not mind counts of a billion', () => {
    const many = users(1e9, 19e9);
    const metrics = [measured({ ...failures, kind: 'errors' }, affected(1e7, 19e7))];
    const verdict = judge(
      trial({ metrics, exposed: { stages: [undefined, many], release: many } }),
    );
    expect(verdict.action).toBe('advance');
    expect(Number.isFinite(verdict.lnE)).toBe(true);
  });
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}
