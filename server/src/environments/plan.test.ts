import { describe, expect, test } from 'vitest';
import { type Audience, problemsWithPlan, reachAt, type Stage } from './plan.ts';

const stage = (audience: Audience, minimumMs = 60_000): Stage => ({ audience, minimumMs });
const internal = stage({ kind: 'internal' });
const cohort = (key = 'bleeding-edge') => stage({ kind: 'cohort', cohort: key });
const share = (thousandths: number) => stage({ kind: 'percentage', thousandths });
const plan = [internal, cohort(), share(5_000), share(50_000), share(95_000)];

describe('the reach of a stage', () => {
  test('is everybody who has had the candidate so far', () => {
    expect(plan.map((_, at) => reachAt(plan, at))).toEqual([
      { internal: true, cohorts: [], thousandths: 0 },
      { internal: true, cohorts: ['bleeding-edge'], thousandths: 0 },
      { internal: true, cohorts: ['bleeding-edge'], thousandths: 5_000 },
      { internal: true, cohorts: ['bleeding-edge'], thousandths: 50_000 },
      { internal: true, cohorts: ['bleeding-edge'], thousandths: 95_000 },
    ]);
  });

  test('keeps a percentage while a cohort joins later', () => {
    const [first, last] = [share(1_000), cohort('testers')];
    expect(reachAt([first, last], 1)).toEqual({
      internal: false,
      cohorts: ['testers'],
      thousandths: 1_000,
    });
  });
});

describe('a canary plan', () => {
  test('may be none, or as the design has it', () => {
    expect(problemsWithPlan([])).toEqual([]);
    expect(problemsWithPlan(plan)).toEqual([]);
    expect(problemsWithPlan([share(1), stage({ kind: 'internal' }, 0)])).toEqual([]);
  });

  test.each<[string, Stage[], string, string]>([
    [
      'shrinks',
      [share(50_000), internal, share(5_000)],
      '2.audience',
      'Stage 3 shows it to 5 %, fewer than the 50 % before; a percentage never shrinks.',
    ],
    [
      'leaves no control',
      [share(100_000)],
      '0.audience',
      'Stage 1 shows it to 100 %, which leaves nobody to compare with; stay below 100 %, all get it after the last stage.',
    ],
    [
      'shows it to none',
      [share(0)],
      '0.audience',
      'Stage 1 shows it to 0 %; it must be more than 0 %, in thousandths of a percent.',
    ],
    [
      'shows it to parts of a thousandth',
      [share(12.5)],
      '0.audience',
      'Stage 1 shows it to 0.0125 %; it must be more than 0 %, in thousandths of a percent.',
    ],
    [
      'repeats a percentage',
      [share(12_345), share(12_345)],
      '1.audience',
      'Stage 2 adds nobody: 12.345 % have it already; give that stage more time.',
    ],
    [
      'repeats internal users',
      [internal, internal],
      '1.audience',
      'Stage 2 adds nobody: internal users have it already; give that stage more time.',
    ],
    [
      'repeats a cohort',
      [cohort(), cohort('other'), cohort()],
      '2.audience',
      'Stage 3 adds nobody: cohort bleeding-edge has it already; give that stage more time.',
    ],
    [
      'names what cannot be a cohort',
      [cohort('no such!')],
      '0.audience',
      'Stage 1 names the cohort "no such!"; that is no key.',
    ],
    [
      'lasts less than nothing',
      [stage({ kind: 'internal' }, -1)],
      '0.minimumMs',
      'Stage 1 must last a whole number of milliseconds, at most 14 days.',
    ],
    [
      'lasts for ever',
      [stage({ kind: 'internal' }, Number.POSITIVE_INFINITY)],
      '0.minimumMs',
      'Stage 1 must last a whole number of milliseconds, at most 14 days.',
    ],
  ])('is refused that %s', (_, wrong, path, message) => {
    expect(problemsWithPlan(wrong)).toEqual([{ path: ['plan', ...path.split('.')], message }]);
  });

  test('has at most 20 stages, and all that is wrong is told at once', () => {
    const long = Array.from({ length: 21 }, (_, at) => share(at));
    expect(problemsWithPlan(long).map(({ message }) => message)).toEqual([
      'The plan has 21 stages; 20 are the most.',
      'Stage 1 shows it to 0 %; it must be more than 0 %, in thousandths of a percent.',
    ]);
  });
});
