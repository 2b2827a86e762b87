import { nextAttempt, refusedDelayMs, retryDelayMs } from '@switchyard/core';
import type { Clock } from '../clock.ts';
import type { SwitchyardError } from '../problem.ts';
import { Refusal } from './http.ts';

/** However long a server asks to be left alone, it is asked again after this. */
const LONGEST_RETRY_AFTER_MS = 300_000;

/** How long to wait between attempts. */
export interface Pauses {
  /** All is well, since the first call after a failure. */
  healthy(): void;
  after(failure: SwitchyardError): number;
}

export function createPauses(clock: Clock, random: () => number): Pauses {
  let attempt = -1;
  let healthySince: number | undefined;

  return {
    healthy() {
      healthySince ??= clock.now();
    },
    after(failure) {
      attempt = nextAttempt(attempt, clock.now() - (healthySince ?? clock.now()));
      healthySince = undefined;
      if (failure.code === 'refused') return refusedDelayMs(random());
      const asked = failure instanceof Refusal ? (failure.retryAfterMs ?? 0) : 0;
      return retryDelayMs(attempt, random(), Math.min(asked, LONGEST_RETRY_AFTER_MS));
    },
  };
}
