import {
  type CompiledSegment,
  type CompiledSwitch,
  compileSwitch,
  fixedSwitch,
  type Surroundings,
} from './compile-switch.ts';
import type { Preparation, Test } from './conditions/condition-type.ts';
import { typeNamed } from './conditions/index.ts';
import { prepare } from './conditions/prepare.ts';
import { allOf } from './conditions/three-valued.ts';
import { type Exit, exit, offOf } from './exits.ts';
import { gateProblems, parentOf } from './gates.ts';
import { internalTest } from './internal-users.ts';
import { isObject } from './json.ts';
import type { Ruleset, Segment, Switch } from './ruleset.ts';

/** A ruleset made ready for fast evaluation, once per release. */
export interface CompiledRuleset {
  readonly release: number;
  readonly switches: ReadonlyMap<string, CompiledSwitch>;
  readonly segments: ReadonlyMap<string, CompiledSegment>;
  /** There is no such switch. */
  readonly unknown: Exit;
  /** The switch, or what it was asked with, cannot be read. */
  readonly failed: Exit;
}

/** Never throws: what cannot be read fails by itself, and nothing else with it. */
export function compile(ruleset: Ruleset, release: number): CompiledRuleset {
  const definitions = new Map(entriesOf(ruleset?.switches));
  const cohorts = new Set(Object.keys(ruleset?.cohorts ?? {}));
  const preparation: Preparation = {
    typeNamed,
    isInternal: attempt(() => internalTest(ruleset.internalUsers), undecided),
    hasCohort: (key) => cohorts.has(key),
    segment: () => undefined,
  };
  const segments = new Map(
    entriesOf(ruleset?.segments).flatMap(([key, definition]) => {
      const compiled = attempt(() => compileSegment(definition, preparation), undefined);
      return compiled === undefined ? [] : [[key, compiled] as const];
    }),
  );

  const around: Surroundings = {
    ...preparation,
    segment: (key) => segments.get(key)?.test,
    segmentDefinition: (key) => segments.get(key)?.definition,
    release,
  };
  const failed = exit({ active: false, reason: 'ERROR', errorCode: 'GENERAL' }, release);
  const { cyclic, tooDeep } = gateProblems(definitions);
  const compileOne = (key: string, definition: Switch) =>
    definition.state === 'off' || cyclic.has(key) || tooDeep.has(key)
      ? fixedSwitch(key, definition, exit({ ...offOf(definition), reason: 'DISABLED' }, release))
      : compileSwitch(key, definition, parentOf(key, definitions), around);

  const switches = new Map<string, CompiledSwitch>();
  for (const [key, definition] of definitions) {
    const compiled = attempt(() => compileOne(key, definition), undefined);
    switches.set(key, compiled ?? fixedSwitch(key, definition, failed));
  }
  for (const { gates } of switches.values()) {
    for (const gate of gates) gate.target = switches.get(gate.key);
  }
  const unknown = exit({ active: false, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' }, release);
  return { release, switches, segments, unknown, failed };
}

const undecided: Test = () => 'undecided';

function attempt<T, Otherwise>(make: () => T, otherwise: Otherwise): T | Otherwise {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

function compileSegment(definition: Segment, preparation: Preparation): CompiledSegment {
  const tests = definition.conditions.map((each) => prepare(each, preparation));
  return { definition, tests, test: allOf(tests) };
}

/** What should be an object may be missing, or anything else. */
const entriesOf = <V>(record: Readonly<Record<string, V>> | undefined): [string, V][] =>
  isObject(record) ? Object.entries(record) : [];
