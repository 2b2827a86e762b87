import type { Clock } from '../clock.ts';

/** A clock that stands still until it is moved. */
export interface ManualClock extends Clock {
  /** Moves on, calling back whatever falls due on the way, in order. */
  advance(ms: number): void;
  /** How long it is until each callback that is waited for, the nearest first. */
  due(): number[];
}

export function manualClock(): ManualClock {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const timers = new Set<{ at: number; callback: () => void }>();
  const next = () => [...timers].sort((a, b) => a.at - b.at)[0];

  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      const until = now + ms;
      for (let timer = next(); timer && timer.at <= until; timer = next()) {
        now = timer.at;
        timers.delete(timer);
        timer.callback();
      }
      now = until;
    },
    due: () => [...timers].map(({ at }) => at - now).sort((a, b) => a - b),
  };
}
