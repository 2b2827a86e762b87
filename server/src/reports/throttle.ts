import { Problem } from '../platform/problem.ts';

/** Instances report every 5 s at most. These are for bursts: reconnecting, restarting, many tests. */
const BURST = 60;
const EACH_MS = 1_000;
const MOST_KNOWN = 100_000;

interface Bucket {
  left: number;
  at: number;
}

/** Refuses an instance that reports much more often than it should. In memory: each process counts for itself. */
export function createThrottle(clock: () => Date) {
  const buckets = new Map<string, Bucket>();
  return (keyId: string, instance: string): void => {
    const name = `${keyId} ${instance}`;
    const now = clock().getTime();
    const bucket = refilled(buckets.get(name), now);
    if (bucket.left < 1) {
      const retryAfter = Math.ceil(((1 - bucket.left) * EACH_MS) / 1000);
      throw new Problem('too-many', 'This instance reports too often: every 5 s is enough', {
        retryAfter,
      });
    }
    bucket.left--;
    // The one that has been silent longest is the first to be forgotten.
    buckets.delete(name);
    buckets.set(name, bucket);
    if (buckets.size > MOST_KNOWN) buckets.delete(buckets.keys().next().value as string);
  };
}

function refilled(bucket: Bucket | undefined, now: number): Bucket {
  if (bucket === undefined) return { left: BURST, at: now };
  return { left: Math.min(BURST, bucket.left + (now - bucket.at) / EACH_MS), at: now };
}
