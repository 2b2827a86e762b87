import type { Group, Metrics } from '@switchyard/core';
import { type Report, SwitchyardError } from './problem.ts';

/** Counts what happens and who was given what. Never throws. */
export interface Tracking {
  track(event: unknown, unit: string | undefined, group: Group, value: unknown): void;
  noteVariant(run: string, variant: string, unit: string): void;
}

/** What the server takes: one name that it refuses would take everything else with it. */
const NAME = /^[\x20-\x7e]{1,200}$/;
/** Beyond this, values would not add up. */
const LARGEST = 1e12;

export function createTracking(metrics: Metrics, report: Report): Tracking {
  let isTold = false;

  return {
    noteVariant: metrics.noteVariant,
    track(event, unit, group, value) {
      if (typeof event !== 'string' || !NAME.test(event)) return refuse(event);
      const isValue = typeof value === 'number' && Math.abs(value) <= LARGEST;
      metrics.track(event, unit, group, isValue ? value : undefined);
    },
  };

  function refuse(event: unknown) {
    if (isTold) return;
    isTold = true;
    const what = typeof event === 'string' ? JSON.stringify(event.slice(0, 50)) : typeof event;
    const words = `Not counted, as a name has 1 to 200 characters of printable ASCII: ${what}`;
    report(new SwitchyardError('track', words));
  }
}
