import { hash } from '../murmur3.ts';
import type { UsersReport } from './message.ts';

/** A user under a salt: 64 bits, in two halves that sort like unsigned numbers although they are signed. */
export interface UserHash {
  high: number;
  low: number;
}

/** Users seen, at most so many: beyond that only those with low hashes, which are a fair sample. */
export interface Sketch {
  /** The first arm of a user is kept; with `perArm` each. */
  add(high: number, low: number, arm: number): void;
  /** The share of hashes that are in the sample: 1, ½, ¼ … */
  readonly sample: number;
  /** Who was not taken before, by arm. */
  take(): string[][];
  /** Whether there is something that `take` has not told, the sample's share included. */
  readonly hasNews: boolean;
}

/** Powers of two only: then the share follows from who is in, whatever the order, and sketches of parts add up. */
export function createSketch(arms: number, most: number, perArm = false): Sketch {
  let highs = new Int32Array(SMALLEST);
  let lows = new Int32Array(SMALLEST);
  let marks = new Uint8Array(SMALLEST);
  let users = 0;
  let sample = 1;
  let limit = limitOf(sample);
  let hasNews = false;

  function place(high: number, low: number, arm: number): number {
    const mask = marks.length - 1;
    let at = low & mask;
    for (; marks[at] !== 0; at = (at + 1) & mask) {
      if (highs[at] !== high || lows[at] !== low) continue;
      if (!perArm || ((marks[at] as number) & ARM) === arm + 1) return -1;
    }
    return at;
  }

  function put(at: number, high: number, low: number, mark: number) {
    highs[at] = high;
    lows[at] = low;
    marks[at] = mark;
    users++;
  }

  function rebuild(size: number) {
    const [oldHighs, oldLows, oldMarks] = [highs, lows, marks];
    highs = new Int32Array(size);
    lows = new Int32Array(size);
    marks = new Uint8Array(size);
    users = 0;
    for (let old = 0; old < oldMarks.length; old++) {
      const [high, low, mark] = [oldHighs[old], oldLows[old], oldMarks[old]] as [
        number,
        number,
        number,
      ];
      if (mark === 0 || high >= limit) continue;
      put(place(high, low, (mark & ARM) - 1), high, low, mark);
    }
  }

  return {
    add(high, low, arm) {
      if (high >= limit) return;
      const at = place(high, low, arm);
      if (at === -1) return;
      put(at, high, low, arm + 1);
      hasNews = true;
      if (2 * users > marks.length) rebuild(2 * marks.length);
      while (users > most) {
        sample /= 2;
        limit = limitOf(sample);
        rebuild(marks.length);
      }
    },
    get sample() {
      return sample;
    },
    take() {
      const taken: string[][] = Array.from({ length: arms }, () => []);
      if (!hasNews) return taken;
      hasNews = false;
      for (let at = 0; at < marks.length; at++) {
        const mark = marks[at] as number;
        if (mark === 0 || mark & TOLD) continue;
        marks[at] = mark | TOLD;
        taken[mark - 1]?.push(hex(highs[at] as number) + hex(lows[at] as number));
      }
      return taken;
    },
    get hasNews() {
      return hasNews;
    },
  };
}

/** Who was not taken before, of a sketch with two arms. */
export function takeUsers(sketch: Sketch): UsersReport {
  const { sample } = sketch;
  const [canary = [], control = []] = sketch.take();
  return { sample, canary, control };
}

/** The seeds of a salt's user hash. */
export const userSeeds = (salt: string): readonly [number, number] => [
  hash(`${salt}/u1`, 0),
  hash(`${salt}/u2`, 0),
];

/** Writes into `into`, so that nothing is allocated. */
export function hashUser(unit: string, seeds: readonly [number, number], into: UserHash): void {
  into.high = hash(unit, seeds[0]) ^ SIGN;
  into.low = hash(unit, seeds[1]) ^ SIGN;
}

const SMALLEST = 64;
const TOLD = 0x80;
const ARM = 0x7f;
const SIGN = -(2 ** 31);

/** Sampled are those whose first half is below it. */
const limitOf = (sample: number) => SIGN + sample * 2 ** 32;

const hex = (half: number) => ((half ^ SIGN) >>> 0).toString(16).padStart(8, '0');
