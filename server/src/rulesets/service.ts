import { parsePosition } from '@switchyard/core';
import * as environments from '../environments/service.ts';
import { createLane } from '../platform/lane.ts';
import * as meta from '../platform/meta.ts';
import type { Runner } from '../platform/work.ts';
import * as releases from '../releases/service.ts';
import { rulesetOf } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { browserRulesetOf } from './browser.ts';
import { type Build, build, deltaEvent, type Place, positionOf, touchedBetween } from './build.ts';

export type KeyKind = 'server' | 'browser';

// More than enough for a client that was away for a moment; others get a full ruleset.
const MOST_STEPS = 100;

/** What an environment's SDKs get at one position, and how to get there from the ones before. */
export interface Edition extends Place {
  readonly position: string;
  /** Where its release stands in the deploy log, if there is one. */
  readonly entry: number | undefined;
  readonly server: Build;
  readonly browser: Build;
  readonly steps: readonly Step[];
  /** Deltas to this edition, by key kind and where from, made when first asked for. */
  readonly deltas: Map<string, Buffer>;
}

/** What changed from one edition to the next. */
interface Step {
  readonly from: number;
  readonly to: number;
  readonly touched: Readonly<Record<KeyKind, ReadonlySet<string>>>;
}

/** Builds what SDKs download: once per release, in memory, shared by all who ask. */
export function createRulesets({ runner }: { runner: Runner }) {
  const editions = new Map<string, Edition>();
  const stale = new Set<string>();
  const lanes = new Map<string, ReturnType<typeof createLane>>();

  function laneOf(environment: string) {
    const lane = lanes.get(environment) ?? createLane();
    lanes.set(environment, lane);
    return lane;
  }

  async function load(environment: string): Promise<Edition> {
    const known = editions.get(environment);
    if (known !== undefined && !stale.has(environment)) return known;
    stale.delete(environment);
    try {
      const { place, entry, items, answerKey } = await runner.read(async (reading) => {
        const { seq, release } = await environments.find(reading, environment);
        const epoch = await meta.read(reading.tx, 'epoch');
        return {
          place: { environment, epoch, seq, release },
          entry:
            release > 0 ? (await releases.find(reading, environment, release)).entry : undefined,
          items: await switches.itemsOf(reading, environment),
          answerKey: await meta.read(reading.tx, 'answer-key'),
        };
      });
      if (known !== undefined && known.seq >= place.seq) return known;
      const ruleset = rulesetOf(items);
      const edition = next(
        known,
        { ...place, entry },
        {
          server: build(place, ruleset),
          browser: build(place, browserRulesetOf(ruleset, answerKey)),
        },
      );
      editions.set(environment, edition);
      return edition;
    } catch (error) {
      stale.add(environment);
      throw error;
    }
  }

  return {
    /** Says that there is something newer, so that whoever asks from now on gets it. */
    outdate(environment: string): void {
      stale.add(environment);
    },

    /** The newest edition. */
    current(environment: string): Promise<Edition> {
      return laneOf(environment).run(() => load(environment));
    },

    /** The environments that are not where the newest editions are, as another process's work leaves them. */
    async outdated(): Promise<string[]> {
      const all = await runner.read(environments.list);
      return all
        .filter(({ key, position }) => {
          const known = editions.get(key);
          return known !== undefined && known.position !== position;
        })
        .map(({ key }) => key);
    },

    /** The newest edition that has been built, at once. */
    latest: (environment: string): Edition | undefined => editions.get(environment),
  };
}

export type Rulesets = ReturnType<typeof createRulesets>;

function next(
  before: Edition | undefined,
  place: Place & Pick<Edition, 'entry'>,
  builds: Readonly<Record<KeyKind, Build>>,
): Edition {
  const steps =
    before === undefined
      ? []
      : [
          ...before.steps,
          {
            from: before.seq,
            to: place.seq,
            touched: {
              server: touchedBetween(before.server, builds.server),
              browser: touchedBetween(before.browser, builds.browser),
            },
          },
        ].slice(-MOST_STEPS);
  return { ...place, ...builds, position: positionOf(place), steps, deltas: new Map() };
}

/** What brings a client from a position to this edition: nothing if it is there, one delta, or all of it. */
export function eventFor(
  edition: Edition,
  kind: KeyKind,
  from: string | undefined,
): Buffer | undefined {
  if (from === edition.position) return undefined;
  return (from && deltaFrom(edition, kind, from)) || edition[kind].event;
}

function deltaFrom(edition: Edition, kind: KeyKind, from: string): Buffer | undefined {
  const position = parsePosition(from);
  if (position?.epoch !== edition.epoch || position.seq >= edition.seq) return undefined;
  const id = `${kind} ${from}`;
  const delta = edition.deltas.get(id) ?? makeDelta(edition, kind, position.seq);
  if (delta !== undefined) edition.deltas.set(id, delta);
  return delta;
}

function makeDelta(edition: Edition, kind: KeyKind, from: number): Buffer | undefined {
  const steps = edition.steps.filter(({ to }) => to > from);
  if (steps[0] === undefined || steps[0].from > from) return undefined;
  const touched = new Set(steps.flatMap((step) => [...step.touched[kind]]));
  const position = positionOf({ epoch: edition.epoch, seq: from });
  const event = deltaEvent(edition, edition[kind], position, touched);
  return event.length < edition[kind].event.length ? event : undefined;
}
