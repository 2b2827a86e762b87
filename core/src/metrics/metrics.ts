import { createExperiments, type RunningExperiments } from './experiments.ts';
import type { Happening, Measured } from './measured.ts';
import {
  type EventTotals,
  type Experiments,
  type Group,
  groups,
  type MetricsMessage,
  type MinuteReport,
  type Trial,
} from './message.ts';
import { createTotals, type Totals } from './totals.ts';
import { createTrial, type RunningTrial } from './trial.ts';

/** Bounds on what an SDK keeps, whatever it is told and however long nobody listens. */
export interface MetricsLimits {
  readonly events: number;
  readonly users: number;
  readonly minutes: number;
  readonly stages: number;
  readonly runs: number;
}

const usual: MetricsLimits = { events: 200, users: 4096, minutes: 30, stages: 3, runs: 200 };

/**
 * Counts what happens, for both arms of a release alike. No timers and no clock: whoever owns one calls `take` every
 * 5 s, sends what it gives and, if the answer is lost, sends that again as it was, under the same number. Meanwhile all goes on
 * being counted here. Nothing but salted hashes of users ever leaves it.
 */
export interface Metrics {
  /** What is rolling out now, if anything. The same salt and stage go on where they were. */
  follow(trial: Trial | undefined): void;
  /** Somebody was served something in this arm. Who does something that is tracked need not be noted. */
  note(unit: string, group: Group): void;
  /** Something happened, perhaps with a value, such as milliseconds. */
  track(event: string, unit: string | undefined, group: Group, value?: number): void;
  /** What switches with a split are compared by, if they are. */
  experiment(experiments: Experiments | undefined): void;
  /** Somebody was given a variant by a split, in this run of it. */
  noteVariant(run: string, variant: string, unit: string): void;
  /** By the caller's clock. Undefined if there is nothing to tell. */
  take(now: number): MetricsMessage | undefined;
  /** To be called as often as `take` while a message waits for its answer. */
  roll(now: number): void;
}

export function createMetrics(limits: Partial<MetricsLimits> = {}): Metrics {
  const most = { ...usual, ...limits };
  const events = new Map<string, Event>();
  let trial: RunningTrial | undefined;
  /** Stages that ended before they could be told. */
  let ended: RunningTrial[] = [];
  let minutes: MinuteReport[] = [];
  let minute: number | undefined;
  let dropped = 0;
  const happening: Happening = { value: Number.NaN, ln: Number.NaN };
  let running: RunningExperiments | undefined;

  function eventNamed(name: string): Event | undefined {
    const known = events.get(name);
    if (known) return known;
    if (events.size >= most.events && trial?.measured(name) === undefined) {
      dropped++;
      return undefined;
    }
    const made = { totals: createTotals(), measured: trial?.measured(name) };
    events.set(name, made);
    return made;
  }

  /** What has been counted since the last time, as of the minute that was then. */
  function closeMinute() {
    const taken: Record<string, EventTotals> = {};
    for (const [name, { totals }] of events) {
      const report = totals.take();
      if (report) taken[name] = report;
    }
    if (minute === undefined || Object.keys(taken).length === 0) return;
    minutes.push({ minute, events: taken });
    while (minutes.length > most.minutes) {
      minutes.shift();
      dropped++;
    }
  }

  function roll(now: number) {
    const current = Math.floor(now / 60_000);
    minute ??= current;
    if (current === minute) return;
    closeMinute();
    minute = current;
  }

  return {
    follow(next) {
      if (next?.salt === trial?.salt && next?.stage === trial?.stage) return;
      if (trial) ended.push(trial);
      while (ended.length > most.stages) {
        ended.shift();
        dropped++;
      }
      trial = next && createTrial(next, most.users);
      for (const [name, event] of events) event.measured = trial?.measured(name);
    },
    note(unit, group) {
      const arm = groups.indexOf(group);
      if (trial && arm < 2) trial.note(unit, arm);
    },
    track(name, unit, group, given) {
      const event = eventNamed(name);
      if (event === undefined) return;
      const arm = groups.indexOf(group);
      // What has no value is counted, and NaN is no part of any mean.
      happening.value = Number.isFinite(given) ? (given as number) : Number.NaN;
      happening.ln = Math.log(Math.max(happening.value, SMALLEST));
      event.totals.add(arm, happening);
      if (unit === undefined) return;
      running?.track(name, unit);
      if (trial === undefined || arm > 1) return;
      if (event.measured) trial.add(event.measured, unit, arm, happening);
      else trial.note(unit, arm);
    },
    experiment(next) {
      if (next && next.salt === running?.salt) running.compareBy(next.events);
      else running = next && createExperiments(next, most.runs, most.users);
    },
    noteVariant(run, variant, unit) {
      running?.note(run, variant, unit);
    },
    roll,
    take(now) {
      roll(now);
      closeMinute();
      const trials = [...ended, ...(trial ? [trial] : [])].map((each) => each.take());
      const experiments = running?.take(now);
      const isSilent = minutes.length + trials.length + dropped === 0 && experiments === undefined;
      if (isSilent) return undefined;
      const message = { minutes, trials, dropped, ...(experiments && { experiments }) };
      ended = [];
      minutes = [];
      dropped = 0;
      return message;
    },
  };
}

interface Event {
  readonly totals: Totals;
  measured: Measured | undefined;
}

/** Logarithms of nothing and of less are taken of this. */
const SMALLEST = 1e-3;
