import type { Switch } from './ruleset.ts';

/** How far a switch may be from the last one its decision depends on. */
export const MOST_LEVELS = 1_000;
/** How many other switches may have to be decided for one decision; one asked twice counts twice. */
export const MOST_STEPS = 10_000;

/** `a:b:c` has the ancestors `a:b` and `a`, the nearest first. */
export function ancestorsOf(key: string): string[] {
  const ancestors = [];
  for (let at = key.lastIndexOf(':'); at > 0; at = key.lastIndexOf(':', at - 1)) {
    ancestors.push(key.slice(0, at));
  }
  return ancestors;
}

type Switches = ReadonlyMap<string, Pick<Switch, 'requires'>>;

/** The nearest ancestor that exists. It asks its own. */
export const parentOf = (key: string, switches: ReadonlyMap<string, unknown>) =>
  ancestorsOf(key).find((each) => switches.has(each));

/** The existing switches that one asks first: its parent, then those it requires. */
export function gatesOf(key: string, switches: Switches): string[] {
  const parent = parentOf(key, switches);
  const requires: unknown = switches.get(key)?.requires;
  const required = (Array.isArray(requires) ? requires : [])
    .map((each) => each?.switch)
    .filter((each) => switches.has(each));
  return parent === undefined ? required : [parent, ...required];
}

export interface GateProblems {
  /** In a cycle, or depending on one. */
  readonly cyclic: ReadonlySet<string>;
  /** Depending on others through too many levels, or in too many ways. */
  readonly tooDeep: ReadonlySet<string>;
}

/** Finds what cannot be decided: takes away, again and again, what depends on nothing that is left (Kahn). */
export function gateProblems(switches: Switches): GateProblems {
  const waitingFor = new Map<string, number>();
  const dependents = new Map<string, string[]>();
  const ready: string[] = [];
  for (const key of switches.keys()) {
    const gates = gatesOf(key, switches);
    waitingFor.set(key, gates.length);
    if (gates.length === 0) ready.push(key);
    for (const gate of gates) {
      const known = dependents.get(gate);
      if (known) known.push(key);
      else dependents.set(gate, [key]);
    }
  }

  const levels = new Map<string, number>();
  const steps = new Map<string, number>();
  const tooDeep = new Set<string>();
  for (const key of ready) {
    waitingFor.delete(key);
    const level = levels.get(key) ?? 0;
    const step = steps.get(key) ?? 0;
    if (level > MOST_LEVELS || step > MOST_STEPS) tooDeep.add(key);
    for (const dependent of dependents.get(key) ?? []) {
      levels.set(dependent, Math.max(levels.get(dependent) ?? 0, level + 1));
      steps.set(dependent, (steps.get(dependent) ?? 0) + step + 1);
      const left = (waitingFor.get(dependent) as number) - 1;
      waitingFor.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  }
  return { cyclic: new Set(waitingFor.keys()), tooDeep };
}
