import { parsePosition } from '@switchyard/core';
import * as environments from '../environments/service.ts';
import { createLane } from '../platform/lane.ts';
import type { Runner } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import { type Answering, type Asked, answering } from './answers.ts';
import { type Build, build, deltaEvent, type Place, positionOf, touchedBetween } from './build.ts';
import { placeOf, type Reader, readers, viewOf } from './view.ts';

// More than enough for a client that was away for a moment; others get a full ruleset.
const MOST_STEPS = 100;

/** What SDKs with keys of one kind and channel get at one position, and how to get there from the ones before. */
export interface Edition extends Place {
  readonly position: string;
  readonly build: Build;
  readonly steps: readonly Step[];
  /** Deltas to this edition, by where from, made when first asked for. */
  readonly deltas: Map<string, Buffer>;
  /** What browsers ask of the server here. */
  readonly asked: Asked | undefined;
}

/** What changed from one edition to the next. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly touched: ReadonlySet<string>;
}

/** All editions of an environment for one kind and channel of keys: the newest of them, and whether there is a newer one. */
interface Line {
  edition: Edition | undefined;
  isOutdated: boolean;
  readonly lane: ReturnType<typeof createLane>;
}

/** Where an environment is now. */
export interface Whereabouts extends Place {
  readonly position: string;
  /** Where its release stands in the deploy log, if there is one. */
  readonly entry: number | undefined;
  /** The release that is rolling out, and its stage, counted from 0. */
  readonly candidate: { readonly number: number; readonly stage: number } | undefined;
}

interface Parts {
  readonly runner: Runner;
  /** Told of each that was built. */
  readonly built?: (environment: string, reader: Reader) => void;
}

/** Builds what SDKs download: once per release, in memory, shared by all who ask, and only for the keys that do. */
export function createRulesets({ runner, built }: Parts) {
  const lines = new Map<string, Line>();

  function lineOf(environment: string, { kind, channel }: Reader): Line {
    const id = `${environment} ${kind} ${channel}`;
    const line = lines.get(id) ?? { edition: undefined, isOutdated: true, lane: createLane() };
    lines.set(id, line);
    return line;
  }

  async function load(line: Line, environment: string, reader: Reader): Promise<Edition> {
    const { edition } = line;
    if (edition !== undefined && !line.isOutdated) return edition;
    line.isOutdated = false;
    try {
      const view = await runner.read((reading) => viewOf(reading, environment, reader));
      const { place, ruleset, rollingOut, asked } = view;
      if (edition !== undefined && edition.seq >= place.seq) return edition;
      line.edition = next(edition, place, build(place, ruleset, rollingOut), asked);
      built?.(environment, reader);
      return line.edition;
    } catch (error) {
      line.isOutdated = true;
      throw error;
    }
  }

  return {
    /** Says that there is something newer, so that whoever asks from now on gets it. */
    outdate(environment: string): void {
      for (const reader of readers) lineOf(environment, reader).isOutdated = true;
    },

    /** The newest edition. */
    current(environment: string, reader: Reader): Promise<Edition> {
      const line = lineOf(environment, reader);
      return line.lane.run(() => load(line, environment, reader));
    },

    /** The newest edition that has been built, at once. */
    latest: (environment: string, reader: Reader) => lineOf(environment, reader).edition,

    whereabouts: (environment: string): Promise<Whereabouts> =>
      runner.read(async (reading) => {
        const place = await placeOf(reading, environment);
        const { release } = place;
        const entry =
          release > 0 ? (await releases.find(reading, environment, release)).entry : undefined;
        const out = await releases.candidateOf(reading, environment);
        const candidate = out && { number: out.release, stage: out.stage };
        return { ...place, position: positionOf(place), entry, candidate };
      }),

    /** The positions of all environments. */
    async positions(): Promise<Map<string, string>> {
      const all = await runner.read(environments.list);
      return new Map(all.map(({ key, position }) => [key, position]));
    },
  };
}

export type Rulesets = ReturnType<typeof createRulesets>;

function next(
  before: Edition | undefined,
  place: Place,
  build: Build,
  asked: Asked | undefined,
): Edition {
  const steps =
    before === undefined
      ? []
      : [
          ...before.steps,
          {
            from: before.seq,
            to: place.seq,
            touched: touchedBetween(before.build.texts, build.texts),
          },
        ].slice(-MOST_STEPS);
  return { ...place, position: positionOf(place), build, steps, deltas: new Map(), asked };
}

const answerings = new WeakMap<Edition, Answering>();

/** What decides for browsers at an edition. Made when first asked for. */
export function answeringOf(edition: Edition): Answering {
  const { asked, release } = edition;
  if (asked === undefined) throw new Error('Servers decide for themselves');
  const known = answerings.get(edition) ?? answering(asked, release);
  answerings.set(edition, known);
  return known;
}

/** What brings a client from a position to this edition: nothing if it is there, one delta, or all of it. */
export function eventFor(edition: Edition, from: string | undefined): Buffer | undefined {
  if (from === edition.position) return undefined;
  return (from && deltaFrom(edition, from)) || edition.build.event;
}

function deltaFrom(edition: Edition, from: string): Buffer | undefined {
  const position = parsePosition(from);
  if (position?.epoch !== edition.epoch || position.seq >= edition.seq) return undefined;
  const delta = edition.deltas.get(from) ?? makeDelta(edition, position.seq);
  if (delta !== undefined) edition.deltas.set(from, delta);
  return delta;
}

function makeDelta({ build, steps, ...place }: Edition, from: number): Buffer | undefined {
  const since = steps.filter(({ to }) => to > from);
  if (since[0] === undefined || since[0].from > from) return undefined;
  const touched = new Set(since.flatMap((step) => [...step.touched]));
  const event = deltaEvent(place, build, positionOf({ ...place, seq: from }), touched);
  return event.length < build.event.length ? event : undefined;
}
