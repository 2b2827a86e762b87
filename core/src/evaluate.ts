import { signedPosition } from './bucket.ts';
import type { CompiledRuleset } from './compile.ts';
import type { CompiledRule, CompiledSwitch, Gate } from './compile-switch.ts';
import type { Inputs } from './conditions/condition-type.ts';
import type { EvaluationContext } from './context.ts';
import type { Exit, Outcome } from './exits.ts';
import { unitFrom } from './unit.ts';

/** Whether anything but off is served; the fallback where that cannot be told. Never throws, allocates nothing. */
export function isActive(
  compiled: CompiledRuleset,
  key: string,
  context: EvaluationContext,
  inputs: Inputs,
  fallback = false,
): boolean {
  const found = evaluate(compiled, key, context, inputs);
  return found.failed ? fallback : found.active;
}

/** What is served and why. The resolution is frozen, and the same one for everybody who gets it. */
export const resolve = (
  compiled: CompiledRuleset,
  key: string,
  context: EvaluationContext,
  inputs: Inputs,
): Outcome => evaluate(compiled, key, context, inputs).outcome;

function evaluate(
  compiled: CompiledRuleset,
  key: string,
  context: EvaluationContext,
  inputs: Inputs,
): Exit {
  const asked = compiled.switches.get(key);
  if (asked === undefined) return compiled.unknown;
  try {
    return decide(asked, context, inputs);
  } catch {
    return compiled.failed;
  }
}

/** Picks the exit. Throws only if reading the context or the inputs does. */
export function decide(asked: CompiledSwitch, context: EvaluationContext, inputs: Inputs): Exit {
  if (asked.fixed !== undefined) return asked.fixed;
  for (const gate of asked.gates) {
    if (!passes(gate, context, inputs)) return asked.disabled;
  }
  if (asked.on !== undefined) return asked.on;
  const override = inputs.overrides === undefined ? undefined : forced(asked, inputs);
  if (override !== undefined) return override;

  let isUnitMissing = false;
  for (const rule of asked.rules) {
    const verdict = rule.test(context, inputs, asked.seed);
    if (verdict === false) continue;
    const exit = verdict === true ? (rule.exit ?? exitOf(rule, asked, context)) : undefined;
    if (exit !== undefined) return exit;
    if (verdict !== 'undecided') isUnitMissing = true;
  }
  return isUnitMissing ? asked.unitMissing : asked.otherwise;
}

/** Whether a gate lets an evaluation go on. */
export function passes(
  { target, variant }: Gate,
  context: EvaluationContext,
  inputs: Inputs,
): boolean {
  if (target === undefined) return false;
  const { active, outcome } = decide(target, context, inputs);
  if (variant === undefined) return active;
  if (variant !== 'on') return outcome.variant === variant;
  return active && outcome.variant === target.overrides.get('on')?.outcome.variant;
}

/** An override counts if the switch has such a variant. */
export function forced({ key, overrides }: CompiledSwitch, inputs: Inputs): Exit | undefined {
  const name = inputs.overrides?.get(key);
  return name === undefined ? undefined : overrides.get(name);
}

/** What a rule that holds serves; nothing if it is a split and there is no unit to split by. */
export function exitOf(
  { exit, split }: CompiledRule,
  { splitSeed }: CompiledSwitch,
  context: EvaluationContext,
): Exit | undefined {
  if (split === undefined) return exit;
  const unit = unitFrom(context, split.by);
  if (unit === undefined) return undefined;
  const position = signedPosition(unit, splitSeed);
  let at = 0;
  while (position >= (split.limits[at] as number)) at++;
  return split.exits[at];
}
