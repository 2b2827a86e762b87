import { expect, test } from 'vitest';
import { lnE1 } from './e1.ts';
import { random } from './testing/random.ts';
import { type Prospect, smallestVisibleRatio } from './visible.ts';

const usual: Prospect = {
  canaryUsers: 1000,
  share: 0.05,
  baseRate: 0.01,
  alpha: 0.01,
  power: 0.8,
  minimumAffected: 3,
};
const ratio = (change: Partial<Prospect>) => smallestVisibleRatio({ ...usual, ...change });

test.each([
  [100, 8.6],
  [300, 4.5],
  [1000, 2.6],
  [3000, 1.9],
  [10_000, 1.5],
])('with %d canary users one sees %d times', (canaryUsers, expected) => {
  expect(Math.abs((ratio({ canaryUsers }) ?? 0) / expected - 1)).toBeLessThan(0.03);
});

test('what is computed is what happens', () => {
  const draw = random(3);
  const times = ratio({ canaryUsers: 300 }) ?? 0;
  let seen = 0;
  for (let release = 0; release < 1000; release++) {
    let [canary, control] = [0, 0];
    for (let user = 0; user < 300 / 0.05; user++) {
      const isCanary = draw() < 0.05;
      if (draw() >= (isCanary ? 0.01 * times : 0.01)) continue;
      if (isCanary) canary++;
      else control++;
      if (canary >= 3 && lnE1([{ share: 0.05, canary, control }]) >= Math.log(100)) {
        seen++;
        break;
      }
    }
  }
  expect(Math.abs(seen / 1000 - 0.8)).toBeLessThan(0.04);
});

test('more users, more errors, more control and less certainty see more', () => {
  const plain = ratio({}) ?? 0;
  expect(ratio({ canaryUsers: 2000 })).toBeLessThan(plain);
  expect(ratio({ baseRate: 0.05 })).toBeLessThan(plain);
  expect(ratio({ share: 0.5 })).toBeGreaterThan(plain);
  expect(ratio({ alpha: 0.05 })).toBeLessThan(plain);
  expect(ratio({ power: 0.5 })).toBeLessThan(plain);
});

test('beyond 1,000 affected users the short way takes over without a leap', () => {
  const [before, after] = [ratio({ canaryUsers: 4_900 }) ?? 0, ratio({ canaryUsers: 5_100 }) ?? 0];
  expect(Math.abs(after / before - 1)).toBeLessThan(0.04);
  expect(ratio({ canaryUsers: 1e9 })).toBeGreaterThan(1);
});

test('where fewer is worse, what is missing is found', () => {
  const fewer = { worse: 'fewer', baseRate: 0.05 } as const;
  const few = ratio({ ...fewer, canaryUsers: 300 }) ?? 0;
  const many = ratio({ ...fewer, canaryUsers: 3000 }) ?? 0;
  expect(few).toBeGreaterThan(many);
  expect(many).toBeGreaterThan(1);
  expect(ratio({ ...fewer, canaryUsers: 10 })).toBeNull();

  const draw = random(5);
  let seen = 0;
  for (let release = 0; release < 500; release++) {
    let [canary, control] = [0, 0];
    for (let user = 0; user < 300 / 0.05; user++) {
      const isCanary = draw() < 0.05;
      if (draw() >= (isCanary ? 0.05 / few : 0.05)) continue;
      if (isCanary) canary++;
      else control++;
      if (
        control >= 3 &&
        lnE1([{ share: 0.95, canary: control, control: canary }]) >= Math.log(100)
      ) {
        seen++;
        break;
      }
    }
  }
  expect(Math.abs(seen / 500 - 0.8)).toBeLessThan(0.06);
});

test('nothing can be seen without users, errors or a comparison', () => {
  expect(ratio({ canaryUsers: 0 })).toBeNull();
  expect(ratio({ canaryUsers: 2 })).toBeNull();
  expect(ratio({ baseRate: 0 })).toBeNull();
  expect(ratio({ share: 1 })).toBeNull();
});
