import type { Experiments, ExperimentsReport, VariantsReport } from './message.ts';
import { createSketch, hashUser, type Sketch, type UserHash, userSeeds } from './sketch.ts';

/** Who was given which variant, and who had which event: joined by user, they compare variants. */
export interface RunningExperiments {
  readonly salt: string;
  /** From now on by these events. */
  compareBy(events: readonly string[]): void;
  /** Who is given another variant in the same run later counts in the first. */
  note(run: string, variant: string, unit: string): void;
  track(event: string, unit: string): void;
  /** By the caller's clock. */
  take(now: number): ExperimentsReport | undefined;
}

interface Variants {
  readonly sketch: Sketch;
  readonly names: string[];
}

export function createExperiments(
  { salt, events }: Experiments,
  mostRuns: number,
  mostUsers: number,
): RunningExperiments {
  const seeds = userSeeds(salt);
  const runs = new Map<string, Variants>();
  const affected = new Map<string, Sketch>();
  const user: UserHash = { high: 0, low: 0 };
  let renewedAt: number | undefined;
  compareBy(events);

  function variantsOf(run: string): Variants | undefined {
    const known = runs.get(run);
    if (known || runs.size >= mostRuns) return known;
    const made = { sketch: createSketch(MOST_VARIANTS, mostUsers), names: [] };
    runs.set(run, made);
    return made;
  }

  function compareBy(wanted: readonly string[]) {
    for (const event of affected.keys()) if (!wanted.includes(event)) affected.delete(event);
    for (const event of wanted) {
      if (!affected.has(event)) affected.set(event, createSketch(1, mostUsers));
    }
  }

  /** Who was told of is forgotten, to be told of again: else the sample would shrink with everybody who ever came. */
  function renew(now: number) {
    renewedAt ??= now;
    if (now - renewedAt < RENEWED_MS) return;
    renewedAt = now;
    runs.clear();
    for (const event of affected.keys()) affected.set(event, createSketch(1, mostUsers));
  }

  return {
    salt,
    compareBy,
    note(run, variant, unit) {
      const seen = variantsOf(run);
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
    take(now) {
      const variants: Record<string, VariantsReport> = {};
      for (const [run, { sketch, names }] of runs) {
        if (!sketch.hasNews) continue;
        const { sample } = sketch;
        const users = sketch.take();
        const named = names.map((name, at) => [name, users[at] ?? []] as const);
        variants[run] = { sample, users: Object.fromEntries(named.filter(isFilled)) };
      }
      const had: ExperimentsReport['events'] = Object.fromEntries(
        [...affected].flatMap(([event, sketch]) => {
          if (!sketch.hasNews) return [];
          const { sample } = sketch;
          return [[event, { sample, users: sketch.take()[0] ?? [] }]];
        }),
      );
      renew(now);
      const isSilent = Object.keys(variants).length + Object.keys(had).length === 0;
      return isSilent ? undefined : { salt, variants, events: had };
    },
  };
}

const isFilled = ([, users]: readonly [string, readonly string[]]) => users.length > 0;

const MOST_VARIANTS = 100;
const RENEWED_MS = 60 * 60 * 1000;
