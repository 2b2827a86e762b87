import { expect, test } from 'vitest';
import type { Metric } from '../metrics/definition.ts';
import { judge, type Trial, type ViewVerdict } from './judge.ts';
import { affected, after, failures, measured, plan, trial, users } from './testing/trial.ts';
import { inWords, rollbackInWords } from './words.ts';

const exposed = { stages: [undefined, users(212, 4030)], release: users(212, 4030) };
const said = (change: Partial<Trial>) => {
  const verdict = judge(trial({ exposed, now: after(34), lastReportAt: after(33), ...change }));
  return rollbackInWords(verdict, change.metrics?.map(({ metric }) => metric) ?? []);
};

test('says who was affected, how much more often, and how sure that is', () => {
  expect(said({ metrics: [measured(failures, affected(41, 97))] })).toBe(
    'Rolled back after 34 s: 41 of 212 canary users had a failed checkout, 8 times the rate of the 4,030 others (at least 4.1 times). 1 in 100 harmless releases would be rolled back by mistake.',
  );
  const unnamed: Metric = { key: 'errors', kind: 'users', worse: 'more', weight: 1, tolerated: 0 };
  expect(
    said({ metrics: [measured(unnamed, affected(7, 0))], plan: { ...plan, alpha: 0.025 } }),
  ).toBe(
    'Rolled back after 34 s: 7 of 212 canary users had errors, and none of the 4,030 others (at least 16 times). 1 in 40 harmless releases would be rolled back by mistake.',
  );
});

test('says what canary users did not do', () => {
  const fewer: Metric = { ...failures, worse: 'fewer', says: 'completed a checkout' };
  expect(
    said({
      metrics: [measured(fewer, affected(12, 900))],
      now: after(125),
      lastReportAt: after(124),
    }),
  ).toMatch(
    /^Rolled back after 2 min 5 s: only 12 of 212 canary users completed a checkout, the 4,030 others did so 3.9 times as often \(at least 1\.\d times\)\./,
  );
  expect(said({ metrics: [measured(fewer, affected(0, 900))] })).toMatch(
    /none of 212 canary users completed a checkout, but 900 of the 4,030 others did \(at least/,
  );
});

test.each([
  [
    'events',
    0.024,
    0.008,
    'checkout.failed happened 2.4 times per 100 requests of canary users, 3 times the 0.8 of the 4,030 others (at least 2.1 times)',
  ],
  [
    'slow',
    0.124,
    0.0413,
    '12.4 % of the requests of canary users were slow (checkout.failed), 3 times the 4.13 % of the 4,030 others (at least 2.1 times)',
  ],
  [
    'mean',
    31.2,
    10.4,
    'checkout.failed was 31.2 on average for canary users, 3 times the 10.4 of the 4,030 others (at least 2.1 times)',
  ],
  [
    'typical',
    312,
    104,
    'checkout.failed was typically 312 for canary users, 3 times the 104 of the 4,030 others (at least 2.1 times)',
  ],
] as const)('says what grew: %s', (view, here, there, expected) => {
  const arm = (users: number, rate: number) => ({
    users,
    affected: null,
    rate,
    low: null,
    high: null,
  });
  const found: ViewVerdict = {
    view,
    lnE: 9,
    ratio: 3.004,
    lowerBound: 2.17,
    canary: arm(212, here),
    control: arm(4030, there),
  };
  const verdict = judge(trial({ metrics: [measured(failures, affected(41, 97))] }));
  const metrics = [{ key: failures.key, lnE: 9, views: [{ ...found, lnE: 1, ratio: 99 }, found] }];
  const fewer: Metric = { ...failures, worse: 'fewer' };
  expect(rollbackInWords({ ...verdict, metrics }, [failures])).toContain(`: ${expected}. 1 in 100`);
  expect(rollbackInWords({ ...verdict, metrics }, [fewer])).toContain(
    'others had 3 times as much, ',
  );
});

test('claims no odds for the breaker', () => {
  const load = { recent: { events: 60, exposure: 60 }, baseline: { events: 90, exposure: 900 } };
  const watches = [{ group: 'everyone' as const, ...load }];
  expect(said({ metrics: [{ ...measured(failures), watches }] })).toBe(
    'Rolled back after 34 s: checkout.failed rose to 10 times its usual rate for everybody (circuit breaker).',
  );
});

test('says of every other reason what it is', () => {
  const words = (change: Partial<Trial>) => judge(trial(change)).reasons.map(inWords).join('; ');
  expect(words({})).toBe('nothing is against it');
  expect(words({ now: after(20), lastReportAt: null })).toBe(
    "no reports for 20 s; 40 s of the stage's minimum time left",
  );
  expect(words({ exposed: { stages: [], release: users(0, 0) } })).toBe(
    '0 of 300 canary users so far',
  );
});
