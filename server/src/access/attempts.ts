import { Problem } from '../platform/problem.ts';

interface Limits {
  readonly most: number;
  readonly perMs: number;
  /** How many keys are remembered; the oldest is forgotten first. */
  readonly capacity: number;
}

/** Counts tries per key and refuses more than so many in so long. In memory: each process counts for itself. */
export function createAttempts({ most, perMs, capacity }: Limits) {
  const counted = new Map<string, { count: number; endsAt: number }>();

  return {
    /** Counts one try before it is made, so that many at once do not slip through. */
    count(key: string, now: Date): void {
      const known = counted.get(key);
      const window =
        known !== undefined && known.endsAt > now.getTime()
          ? known
          : { count: 0, endsAt: now.getTime() + perMs };
      if (window.count >= most) {
        const seconds = Math.ceil((window.endsAt - now.getTime()) / 1000);
        throw new Problem(
          'too-many',
          `Too many attempts. Try again in ${Math.ceil(seconds / 60)} min, or ask an administrator for a sign-in link`,
          { retryAfter: seconds },
        );
      }
      window.count++;
      counted.delete(key);
      counted.set(key, window);
      if (counted.size > capacity) counted.delete(counted.keys().next().value as string);
    },
    forget(key: string): void {
      counted.delete(key);
    },
  };
}
