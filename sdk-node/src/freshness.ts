import type { Clock } from './clock.ts';

const STALE_MS = 60_000;

/** Watches how long the server has not been heard from. */
export interface Freshness {
  heard(): void;
  /** It did not answer, or not as it should, and the application was told. */
  missed(): void;
  /** Whether it has been heard from, and not long ago. */
  isFresh(): boolean;
  /** Whether that was so long ago that a release may have been called back meanwhile. */
  isSilent(): boolean;
  close(): void;
}

export function createFreshness(
  clock: Clock,
  tell: { synced(): void; stale(since: Date): void; recovered(wasSilent: boolean): void },
): Freshness {
  let isSynced = false;
  let isStale = false;
  let isMissed = false;
  let since = clock.now();
  let cancel = schedule();

  function schedule() {
    return clock.after(STALE_MS, () => {
      isStale = true;
      tell.stale(new Date(since));
    });
  }

  return {
    heard() {
      cancel();
      cancel = schedule();
      since = clock.now();
      if (isStale || isMissed) {
        const wasSilent = isStale;
        isStale = false;
        isMissed = false;
        tell.recovered(wasSilent);
      }
      if (!isSynced) {
        isSynced = true;
        tell.synced();
      }
    },
    missed() {
      isMissed = isSynced;
    },
    isFresh: () => isSynced && !isStale,
    isSilent: () => isStale,
    close: () => cancel(),
  };
}
