import { ALL, seedOf, signedThreshold } from './bucket.ts';
import type { Preparation, Test } from './conditions/condition-type.ts';
import type { Condition } from './conditions/index.ts';
import { isPartial } from './conditions/percentage.ts';
import { prepare } from './conditions/prepare.ts';
import { allOf } from './conditions/three-valued.ts';
import { type Exit, exit, offOf, servedBy } from './exits.ts';
import type { Reason } from './resolution.ts';
import type { Rule, Segment, Switch, Weighted } from './ruleset.ts';

export interface CompiledSegment {
  readonly definition: Segment;
  readonly tests: readonly Test[];
  readonly test: Test;
}

export interface CompiledSwitch {
  readonly key: string;
  readonly definition: Switch;
  /** What everybody gets, whatever else is defined. */
  readonly fixed: Exit | undefined;
  readonly gates: readonly Gate[];
  /** What a gate that does not pass gives. */
  readonly disabled: Exit;
  /** What everybody behind the gates gets, if the state is on. */
  readonly on: Exit | undefined;
  readonly overrides: ReadonlyMap<string, Exit>;
  readonly rules: readonly CompiledRule[];
  readonly seed: number;
  readonly splitSeed: number;
  readonly otherwise: Exit;
  readonly unitMissing: Exit;
}

/** A switch that must be active, or must serve this very variant. */
export interface Gate {
  readonly key: string;
  readonly variant: string | undefined;
  readonly kind: 'ancestor' | 'requirement';
  /** Put in when all are compiled; stays undefined if there is no such switch. */
  target: CompiledSwitch | undefined;
}

export interface CompiledRule {
  /** One for each condition, and whether all hold. */
  readonly tests: readonly Test[];
  readonly test: Test;
  /** One of the two. */
  readonly exit: Exit | undefined;
  readonly split: CompiledSplit | undefined;
}

interface CompiledSplit {
  readonly by: string | undefined;
  /** Signed positions; each exit serves those below its limit and not below the one before. */
  readonly limits: readonly number[];
  readonly exits: readonly Exit[];
}

export interface Surroundings extends Preparation {
  readonly release: number;
  segmentDefinition(key: string): Segment | undefined;
}

/** Throws on what cannot be read; a condition that cannot be read is undecided. */
export function compileSwitch(
  key: string,
  definition: Switch,
  parent: string | undefined,
  around: Surroundings,
): CompiledSwitch {
  const { state, rules, requires, salt = key } = definition;
  if (state !== 'on' && state !== 'conditional') throw new TypeError('There is no such state.');
  const served = servedBy(definition);
  const exitFor = (name: string, reason: Reason, ruleId?: string): Exit => {
    const serves = served.get(name);
    if (serves === undefined) throw new TypeError('There is no such variant.');
    return exit({ ...serves, reason, ...(ruleId !== undefined && { ruleId }) }, around.release);
  };

  return {
    key,
    definition,
    fixed: undefined,
    gates: gates(requires, parent),
    disabled: exitFor('off', 'DISABLED'),
    on: state === 'on' ? exitFor('on', 'STATIC') : undefined,
    overrides: new Map([...served.keys()].map((name) => [name, exitFor(name, 'TARGETING_MATCH')])),
    rules: rules.map((rule) => compileRule(rule, exitFor, around)),
    seed: seedOf(salt) | 0,
    splitSeed: seedOf(`${salt}/split`) | 0,
    otherwise: exitFor('off', rules.length === 0 ? 'STATIC' : 'DEFAULT'),
    unitMissing: exit(
      { ...offOf(definition), reason: 'DEFAULT', errorCode: 'TARGETING_KEY_MISSING' },
      around.release,
    ),
  };
}

/** One whose outcome depends on nothing. */
export const fixedSwitch = (key: string, definition: Switch, fixed: Exit): CompiledSwitch => ({
  key,
  definition,
  fixed,
  gates: [],
  disabled: fixed,
  on: undefined,
  overrides: new Map(),
  rules: [],
  seed: 0,
  splitSeed: 0,
  otherwise: fixed,
  unitMissing: fixed,
});

function gates(requires: Switch['requires'], parent: string | undefined): Gate[] {
  const required = requires.map(
    ({ switch: key, variant }): Gate => ({ key, variant, kind: 'requirement', target: undefined }),
  );
  if (parent === undefined) return required;
  return [{ key: parent, variant: undefined, kind: 'ancestor', target: undefined }, ...required];
}

type ExitFor = (name: string, reason: Reason, ruleId: string) => Exit;

function compileRule(
  { id, conditions, serve }: Rule,
  exitFor: ExitFor,
  around: Surroundings,
): CompiledRule {
  const tests = conditions.map((condition) => prepare(condition, around));
  const tested = { tests, test: allOf(tests) };
  if (typeof serve === 'object' && 'split' in serve) {
    const exits = serve.split.map(({ variant }) => exitFor(variant, 'SPLIT', id));
    return {
      ...tested,
      exit: undefined,
      split: { by: serve.by, limits: limitsOf(serve.split), exits },
    };
  }
  const name = typeof serve === 'object' ? serve.variant : serve;
  const reason = conditions.some((each) => isByChance(each, around)) ? 'SPLIT' : 'TARGETING_MATCH';
  return { ...tested, exit: exitFor(name, reason, id), split: undefined };
}

function limitsOf(split: readonly Weighted[]): number[] {
  let sum = 0;
  const limits = split.map(({ weight }) => {
    sum += weight;
    return signedThreshold(sum);
  });
  if (sum !== ALL) throw new TypeError('The weights do not sum to 100,000.');
  return limits;
}

/** Whether a partial percentage takes part, also in a segment. */
function isByChance(condition: Condition, around: Surroundings): boolean {
  if (condition?.type === 'percentage') return isPartial(condition.thousandths);
  if (condition?.type !== 'in-segment') return false;
  const segment = around.segmentDefinition(condition.segment);
  return (
    segment?.conditions.some(
      (each) => each?.type === 'percentage' && isPartial(each.thousandths),
    ) ?? false
  );
}
