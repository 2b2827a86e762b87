import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { murmur3 } from '../murmur3.ts';
import { createSketch, hashUser, type Sketch, userSeeds } from './sketch.ts';

const seeds = userSeeds('k3v9');

function add(sketch: Sketch, user: string | number, arm = 0) {
  const hash = { high: 0, low: 0 };
  hashUser(`user-${user}`, seeds, hash);
  sketch.add(hash.high, hash.low, arm);
}

/** As somebody who knows nothing of sketches would work it out. */
const hashOf = (user: string | number) =>
  ['u1', 'u2']
    .map((half) =>
      murmur3(`user-${user}`, murmur3(`k3v9/${half}`, 0))
        .toString(16)
        .padStart(8, '0'),
    )
    .join('');
const isWithin = (sample: number) => (hash: string) =>
  Number.parseInt(hash.slice(0, 8), 16) < sample * 2 ** 32;

const users = fc.array(fc.nat(100_000), { maxLength: 600 });

describe('a sketch', () => {
  test('tells each user once, by the two hashes under the salt', () => {
    const sketch = createSketch(2, 100);
    for (const user of [1, 2, 1]) add(sketch, user, 0);
    add(sketch, 3, 1);
    expect(sketch.take().map((each) => each.sort())).toEqual([
      [hashOf(1), hashOf(2)].sort(),
      [hashOf(3)],
    ]);
    expect(sketch.hasNews).toBe(false);
    for (const user of [1, 2, 3, 4]) add(sketch, user, 1);
    expect(sketch.hasNews).toBe(true);
    expect(sketch.take()).toEqual([[], [hashOf(4)]]);
    expect(sketch.sample).toBe(1);
  });

  test('keeps the first arm of a user, or each if it is asked to', () => {
    const [first, each] = [createSketch(2, 100), createSketch(2, 100, true)];
    for (const sketch of [first, each]) for (const arm of [1, 0, 1]) add(sketch, 7, arm);
    expect(first.take()).toEqual([[], [hashOf(7)]]);
    expect(each.take()).toEqual([[hashOf(7)], [hashOf(7)]]);
  });

  test('keeps everybody below one hash, the largest of 1, ½, ¼ … that leaves few enough', () => {
    fc.assert(
      fc.property(users, fc.integer({ min: 1, max: 50 }), (all, most) => {
        const sketch = createSketch(1, most);
        for (const user of all) add(sketch, user);
        const hashes = [...new Set(all.map(hashOf))];
        const inside = (sample: number) => hashes.filter(isWithin(sample));
        expect(sketch.take()[0]?.sort()).toEqual(inside(sketch.sample).sort());
        expect(inside(sketch.sample).length).toBeLessThanOrEqual(most);
        if (sketch.sample < 1) expect(inside(2 * sketch.sample).length).toBeGreaterThan(most);
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test('of a union is the merged sketches of its parts, whatever came when and was taken when', () => {
    fc.assert(
      fc.property(fc.array(users, { minLength: 1, maxLength: 4 }), fc.nat(3), (parts, taken) => {
        const most = 40;
        const whole = createSketch(1, most);
        for (const user of parts.flat().reverse()) add(whole, user);
        const sketches = parts.map((part, at) => {
          const sketch = createSketch(1, most);
          const told: string[] = [];
          for (const [index, user] of part.entries()) {
            add(sketch, user);
            if (at === taken && index % 50 === 0) told.push(...(sketch.take()[0] ?? []));
          }
          return { sample: sketch.sample, told: [...told, ...(sketch.take()[0] ?? [])] };
        });
        // What a server does with what it is told.
        let sample = Math.min(...sketches.map((each) => each.sample));
        const told = [...new Set(sketches.flatMap((each) => each.told))];
        while (told.filter(isWithin(sample)).length > most) sample /= 2;
        expect(sample).toBe(whole.sample);
        expect(told.filter(isWithin(sample)).sort()).toEqual(whole.take()[0]?.sort());
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  test('samples both arms alike, however unequal they are', () => {
    const sketch = createSketch(2, 500);
    for (let user = 0; user < 40_000; user++) add(sketch, user, user % 20 === 0 ? 0 : 1);
    const [canary = [], control = []] = sketch.take();
    expect(canary.length + control.length).toBeLessThanOrEqual(500);
    expect(sketch.sample).toBe(2 ** -7);
    const of = (arm: number) =>
      Array.from({ length: 40_000 }, (_, user) => user)
        .filter((user) => (user % 20 === 0 ? 0 : 1) === arm)
        .map(hashOf)
        .filter(isWithin(sketch.sample));
    expect(canary.sort()).toEqual(of(0).sort());
    expect(control.sort()).toEqual(of(1).sort());
  });
});
