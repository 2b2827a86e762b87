import { Problem } from './problem.ts';

interface Limits {
  /** As many at once. */
  readonly burst: number;
  /** Then one in so many milliseconds. */
  readonly eachMs: number;
  readonly words: string;
}

interface Bucket {
  left: number;
  at: number;
}

const MOST_KNOWN = 100_000;

/** Refuses whoever asks much more often than they should. In memory: each process counts for itself. */
export function createThrottle(clock: () => Date, { burst, eachMs, words }: Limits) {
  const buckets = new Map<string, Bucket>();
  return (name: string): void => {
    const now = clock().getTime();
    const { left, at } = buckets.get(name) ?? { left: burst, at: now };
    const bucket = { left: Math.min(burst, left + (now - at) / eachMs), at: now };
    const isRefused = bucket.left < 1;
    if (!isRefused) bucket.left--;
    // The one that has been silent longest is the first to be forgotten.
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > MOST_KNOWN) buckets.delete(buckets.keys().next().value as string);
    if (isRefused) {
      const retryAfter = Math.ceil(((1 - bucket.left) * eachMs) / 1000);
      throw new Problem('too-many', words, { retryAfter });
    }
  };
}
