import { createThrottle as create } from '../platform/throttle.ts';

/** Instances report every 5 s at most. These are for bursts: reconnecting, restarting, many tests. */
export function createThrottle(clock: () => Date) {
  const words = 'This instance reports too often: every 5 s is enough';
  const throttle = create(clock, { burst: 60, eachMs: 1_000, words });
  return (keyId: string, instance: string): void => throttle(`${keyId} ${instance}`);
}
