import { hash } from '../murmur3.ts';
import { createMeasured, type Happening, type Measured } from './measured.ts';
import type { EventReport, Trial, TrialReport } from './message.ts';
import { createSketch, hashUser, takeUsers, type UserHash, userSeeds } from './sketch.ts';

/** What is counted for one stage of a release. Its size does not depend on how many users there are. */
export interface RunningTrial extends Pick<Trial, 'salt' | 'stage'> {
  /** What is compared of an event; undefined if that is nothing. */
  measured(event: string): Measured | undefined;
  /** Was served in this arm, whatever else. */
  note(unit: string, arm: number): void;
  add(measured: Measured, unit: string, arm: number, happening: Happening): void;
  /** Both arms, always: also when nothing happened, for silence means that nobody is there. */
  take(): TrialReport;
}

export function createTrial({ salt, stage, measures }: Trial, mostUsers: number): RunningTrial {
  const seeds = userSeeds(salt);
  const binSeed = hash(`${salt}/bin`, 0);
  const exposed = createSketch(2, mostUsers, true);
  const events = new Map<string, Measured>();
  for (const [event, measure] of Object.entries(measures)) {
    events.set(event, createMeasured(measure, mostUsers));
  }
  const user: UserHash = { high: 0, low: 0 };
  let hashed: string | undefined;
  let bin = 0;

  function note(unit: string, arm: number) {
    if (unit !== hashed) {
      hashUser(unit, seeds, user);
      bin = hash(unit, binSeed) >>> 25;
      hashed = unit;
    }
    exposed.add(user.high, user.low, arm);
  }

  return {
    salt,
    stage,
    measured: (event) => events.get(event),
    note,
    add(measured, unit, arm, happening) {
      note(unit, arm);
      measured.add(arm, bin, user, happening);
    },
    take() {
      const taken: Record<string, EventReport> = {};
      for (const [event, measured] of events) {
        const report = measured.take();
        if (report) taken[event] = report;
      }
      return { salt, stage, exposed: takeUsers(exposed), events: taken };
    },
  };
}
