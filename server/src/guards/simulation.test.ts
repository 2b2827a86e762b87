import { describe, expect, test } from 'vitest';
import type { Metric } from '../metrics/definition.ts';
import { lnE1 } from './e1.ts';
import { judge } from './judge.ts';
import { compare, spreadOf } from './m.ts';
import { random } from './testing/random.ts';
import { after, failures, plan, trial, users } from './testing/trial.ts';
import {
  clustered,
  even,
  ramped,
  release,
  type Tally,
  timesSeen,
  type World,
} from './testing/world.ts';

const alpha = 0.05;
const tenMinutes = 600;

/** Whether the judge, shown these counts as they would be stored, rolls back. */
function rollsBack(metric: Metric, shares: readonly number[]) {
  const stages = shares.map((share) => ({ share, minimumMs: 300_000 }));
  return (tallies: readonly Tally[]) => {
    const exposed = tallies.map((tally) => users(tally.users.canary, tally.users.control));
    const verdict = judge(
      trial({
        plan: { ...plan, alpha, stages },
        stage: tallies.length - 1,
        lastReportAt: after(90),
        exposed: { stages: exposed, release: exposed.at(-1) ?? users(0, 0) },
        metrics: [
          {
            metric,
            stages: tallies.map(({ firsts, sums }) => ({
              affected: { ...firsts, sample: 1 },
              sums: { events: sums },
            })),
          },
        ],
      }),
    );
    return verdict.action === 'roll back';
  };
}

const on = (kind: Metric['kind']): Metric => ({ ...failures, kind });

function falseRollbacks(
  releases: number,
  world: World,
  look: (tallies: readonly Tally[]) => boolean,
) {
  const draw = random(5);
  return timesSeen(releases, () => release(draw, world, tenMinutes, look));
}

describe('of 200 harmless releases, looked at every 5 s for 10 minutes at α = 5 %', () => {
  test.each([
    ['users', 'even', even, [0.05]],
    ['users', 'clustered', clustered(random(6)), [0.05]],
    ['ratio', 'clustered', clustered(random(6)), [0.05]],
    ['errors', 'ramped', ramped, [0.05, 0.5]],
  ] as const)('%s: hardly any is rolled back, %s', (kind, _name, world, shares) => {
    const count = falseRollbacks(200, world, rollsBack(on(kind), shares));
    expect(count).toBeLessThanOrEqual(10);
  });
});

describe('the same simulation sees through', () => {
  test('a z-test that is looked at again and again', () => {
    const zTest = ([tally]: readonly Tally[]) => {
      if (!tally) return false;
      const [canary, control] = [spreadOf(tally.sums.canary), spreadOf(tally.sums.control)];
      const rate = (canary.y + control.y) / (canary.n + control.n);
      const error = Math.sqrt(rate * (1 - rate) * (1 / canary.n + 1 / control.n));
      return canary.mean - control.mean > 1.645 * error;
    };
    const count = falseRollbacks(100, even, zTest);
    expect(count).toBeGreaterThan(20);
  });

  test('E1 on requests, when they come from clustered users', () => {
    const byRequest = ([tally]: readonly Tally[]) =>
      lnE1([{ share: 0.05, canary: 0, control: 0, ...tally?.bad }]) >= -Math.log(alpha);
    const count = falseRollbacks(100, clustered(random(6)), byRequest);
    expect(count).toBeGreaterThan(15);
  });

  test('sums that are pooled over stages', () => {
    const pooled = (tallies: readonly Tally[]) => {
      const add = (arm: 'canary' | 'control') =>
        spreadOf({
          n: tallies.flatMap(({ sums }) => sums[arm].n),
          y: tallies.flatMap(({ sums }) => sums[arm].y),
        });
      return compare(add('canary'), add('control'), 0.5, 0.5).lnE >= -Math.log(alpha);
    };
    const count = falseRollbacks(20, ramped, pooled);
    expect(count).toBeGreaterThan(15);
  });

  test('a control that reports 30 s later than the canary', () => {
    const history: number[] = [];
    const late = ([tally]: readonly Tally[]) => {
      if (!tally) return false;
      if (tally.firsts.control < (history.at(-1) ?? 0)) history.length = 0;
      history.push(tally.firsts.control);
      const control = history.at(-7) ?? 0;
      return lnE1([{ share: 0.05, canary: tally.firsts.canary, control }]) >= -Math.log(alpha);
    };
    const count = falseRollbacks(100, even, late);
    expect(count).toBeGreaterThan(25);
  });
});

describe('a release that is bad is found after as many exposures as guard.md says', () => {
  test.each([
    [0.02, 0.05, 17_400],
    [0.02, 0.01, 27_000],
    [0.05, 0.05, 2000],
    [0.05, 0.01, 3000],
    [0.1, 0.05, 665],
    [0.1, 0.01, 987],
    [0.5, 0.05, 89],
    [0.5, 0.01, 120],
    [1, 0.05, 41],
    [1, 0.01, 58],
  ])('errors of 1 in 100 → %d, α = %d: %d', (rate, alpha, expected) => {
    const draw = random(7);
    const exposures = Array.from({ length: rate < 0.05 ? 2000 : 3000 }, () =>
      exposuresUntilFound(draw, rate, alpha),
    );
    const median = exposures.sort((left, right) => left - right)[exposures.length / 2] ?? 0;
    expect(Math.abs(median / expected - 1)).toBeLessThan(0.1);
  });
});

/** With a look at every exposure. Users come back, and count once. */
function exposuresUntilFound(draw: () => number, rate: number, alpha: number): number {
  const wasBad = new Set<number>();
  let [canary, control] = [0, 0];
  for (let exposures = 1; ; exposures++) {
    const user = Math.floor(20_000 * draw());
    const isCanary = user < 1000;
    if (draw() >= (isCanary ? rate : 0.01) || wasBad.has(user)) continue;
    wasBad.add(user);
    if (isCanary) canary++;
    else control++;
    if (lnE1([{ share: 0.05, canary, control }]) >= -Math.log(alpha)) return exposures;
  }
}
