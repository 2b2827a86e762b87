import type { Experiments, ExperimentsReport, VariantsReport } from './message.ts';
import { createSketch, hashUser, type Sketch, type UserHash, userSeeds } from './sketch.ts';

/** Who was given which variant, and who had which event: joined by user, they compare variants. */
export interface RunningExperiments {
  readonly salt: string;
  /** Who is given another variant later counts in the first. */
  note(switchKey: string, variant: string, unit: string): void;
  track(event: string, unit: string): void;
  take(): ExperimentsReport | undefined;
}

interface Variants {
  readonly sketch: Sketch;
  readonly names: string[];
}

export function createExperiments(
  { salt, events }: Experiments,
  mostSwitches: number,
  mostUsers: number,
): RunningExperiments {
  const seeds = userSeeds(salt);
  const switches = new Map<string, Variants>();
  const affected = new Map(events.map((event) => [event, createSketch(1, mostUsers)]));
  const user: UserHash = { high: 0, low: 0 };

  function variantsOf(key: string): Variants | undefined {
    const known = switches.get(key);
    if (known || switches.size >= mostSwitches) return known;
    const made = { sketch: createSketch(MOST_VARIANTS, mostUsers), names: [] };
    switches.set(key, made);
    return made;
  }

  return {
    salt,
    note(key, variant, unit) {
      const seen = variantsOf(key);
      if (seen === undefined) return;
      let at = seen.names.indexOf(variant);
      if (at === -1) {
        if (seen.names.length >= MOST_VARIANTS) return;
        at = seen.names.push(variant) - 1;
      }
      hashUser(unit, seeds, user);
      seen.sketch.add(user.high, user.low, at);
    },
    track(event, unit) {
      const sketch = affected.get(event);
      if (sketch === undefined) return;
      hashUser(unit, seeds, user);
      sketch.add(user.high, user.low, 0);
    },
    take() {
      const variants: Record<string, VariantsReport> = {};
      for (const [key, { sketch, names }] of switches) {
        if (!sketch.hasNews) continue;
        const { sample } = sketch;
        const users = sketch.take();
        const named = names.map((name, at) => [name, users[at] ?? []] as const);
        variants[key] = { sample, users: Object.fromEntries(named.filter(isFilled)) };
      }
      const had: ExperimentsReport['events'] = Object.fromEntries(
        [...affected].flatMap(([event, sketch]) => {
          if (!sketch.hasNews) return [];
          const { sample } = sketch;
          return [[event, { sample, users: sketch.take()[0] ?? [] }]];
        }),
      );
      const isSilent = Object.keys(variants).length + Object.keys(had).length === 0;
      return isSilent ? undefined : { salt, variants, events: had };
    },
  };
}

const isFilled = ([, users]: readonly [string, readonly string[]]) => users.length > 0;

const MOST_VARIANTS = 100;
