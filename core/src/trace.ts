import type { CompiledRuleset } from './compile.ts';
import type { CompiledRule, CompiledSwitch, Gate } from './compile-switch.ts';
import type { Inputs, Test, Verdict } from './conditions/condition-type.ts';
import type { Condition } from './conditions/index.ts';
import type { EvaluationContext } from './context.ts';
import { decide, exitOf, forced, passes, resolve } from './evaluate.ts';
import type { Outcome } from './exits.ts';
import type { Resolution } from './resolution.ts';
import type { Rule, State } from './ruleset.ts';

/** What an evaluation looked at, in order; the last one decided, or nothing did. */
export type Step =
  | { readonly kind: 'state'; readonly state: State; readonly passes: boolean }
  /** In a cycle of families and requirements, or too deep in one: always off. */
  | { readonly kind: 'stuck'; readonly passes: false }
  | {
      readonly kind: 'ancestor' | 'requirement';
      readonly key: string;
      /** The variant that is required, if one is. */
      readonly variant?: string;
      readonly resolution: Resolution;
      readonly passes: boolean;
    }
  | { readonly kind: 'override'; readonly value: string; readonly holds: boolean }
  | {
      readonly kind: 'rule';
      /** Counted from 1. */
      readonly number: number;
      readonly rule: Rule;
      readonly verdict: Verdict;
      readonly conditions: readonly ConditionVerdict[];
    };

export interface ConditionVerdict {
  readonly condition: Condition;
  readonly verdict: Verdict;
  /** Those of the segment that the condition asks about. */
  readonly conditions?: readonly ConditionVerdict[];
}

export interface Trace {
  readonly resolution: Outcome;
  readonly steps: readonly Step[];
}

/** Who gets it and why: evaluates once more, slowly, and writes down each step. Never throws. */
export function trace(
  compiled: CompiledRuleset,
  key: string,
  context: EvaluationContext,
  inputs: Inputs,
): Trace {
  const resolution = resolve(compiled, key, context, inputs);
  const asked = compiled.switches.get(key);
  if (asked === undefined || resolution.reason === 'ERROR') return { resolution, steps: [] };
  const steps: Step[] = [];
  try {
    for (const step of stepsOf(compiled, asked, context, inputs)) steps.push(step);
  } catch {
    // A context that can be read once and not twice: what was seen until then is all there is.
  }
  return { resolution, steps };
}

function* stepsOf(
  compiled: CompiledRuleset,
  asked: CompiledSwitch,
  context: EvaluationContext,
  inputs: Inputs,
): Generator<Step> {
  const { state } = asked.definition;
  yield { kind: 'state', state, passes: state !== 'off' };
  if (state === 'off') return;
  if (asked.fixed !== undefined) return yield { kind: 'stuck', passes: false };

  for (const gate of asked.gates) {
    const step = gateStep(compiled, gate, context, inputs);
    yield step;
    if (!step.passes) return;
  }
  if (state === 'on') return;

  const value = inputs.overrides?.get(asked.key);
  if (value !== undefined) {
    const holds = forced(asked, inputs) !== undefined;
    yield { kind: 'override', value, holds };
    if (holds) return;
  }
  for (const [at, rule] of asked.rules.entries()) {
    const step = ruleStep(compiled, asked, rule, at, context, inputs);
    yield step;
    if (step.verdict === true) return;
  }
}

function gateStep(
  { unknown }: CompiledRuleset,
  gate: Gate,
  context: EvaluationContext,
  inputs: Inputs,
) {
  const { kind, key, variant, target } = gate;
  const { outcome } = target === undefined ? unknown : decide(target, context, inputs);
  return {
    kind,
    key,
    ...(variant !== undefined && { variant }),
    resolution: outcome,
    passes: passes(gate, context, inputs),
  };
}

function ruleStep(
  { segments }: CompiledRuleset,
  asked: CompiledSwitch,
  compiled: CompiledRule,
  at: number,
  context: EvaluationContext,
  inputs: Inputs,
) {
  const ask = (conditions: readonly Condition[], tests: readonly Test[]): ConditionVerdict[] =>
    tests.map((test, index) => {
      const condition = conditions[index] as Condition;
      const verdict = test(context, inputs, asked.seed);
      const segment =
        condition?.type === 'in-segment' ? segments.get(condition.segment) : undefined;
      if (segment === undefined) return { condition, verdict };
      return { condition, verdict, conditions: ask(segment.definition.conditions, segment.tests) };
    });
  const rule = asked.definition.rules[at] as Rule;
  const conditions = ask(rule.conditions, compiled.tests);
  const all = compiled.test(context, inputs, asked.seed);
  const isServed = all !== true || exitOf(compiled, asked, context) !== undefined;
  const verdict: Verdict = isServed ? all : 'unit-missing';
  return { kind: 'rule' as const, number: at + 1, rule, verdict, conditions };
}
