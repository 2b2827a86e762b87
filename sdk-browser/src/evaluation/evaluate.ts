import {
  ALL,
  ancestorsOf,
  type EvaluationContext,
  type Reason,
  type Resolution,
  type Ruleset,
  type Switch,
  threshold,
  unitFrom,
  type Weighted,
} from '@switchyard/core';
import { allOf, type Inputs, isPartial, prepare } from './conditions.ts';
import { position } from './hash.ts';

export type Outcome = Resolution & { readonly release: number };
export type Decide = (context: EvaluationContext, inputs: Inputs) => Outcome;

type Served = Pick<Resolution, 'active' | 'variant' | 'value'>;

interface Prepared {
  readonly decide: Decide;
  /** The variant that `on` serves. */
  readonly initial?: string | undefined;
}

/** How many other switches may have to be decided for one decision; core draws the line here too. */
const MOST_STEPS = 10_000;

/** A ruleset made ready, switch by switch as they are asked for. Nothing throws: what cannot be read fails by itself. */
export function compile({ switches, segments, cohorts }: Ruleset, release: number) {
  const prepared = new Map<string, Prepared>();
  const steps = new Map<string, number>();
  const definitionOf = (key: string) => (Object.hasOwn(switches, key) ? switches[key] : undefined);
  const flat = {
    hasCohort: (key: string) => Object.hasOwn(cohorts, key),
    segment: () => undefined,
  };
  const around = {
    ...flat,
    segment: (key: string) =>
      Object.hasOwn(segments, key)
        ? allOf((segments[key]?.conditions ?? []).map((each) => prepare(each, flat)))
        : undefined,
  };
  const exit = (resolution: Resolution): Outcome => Object.freeze({ ...resolution, release });
  const failed = exit({ active: false, reason: 'ERROR', errorCode: 'GENERAL' });
  const unknown = exit({ active: false, reason: 'ERROR', errorCode: 'FLAG_NOT_FOUND' });

  return {
    release,
    keys: Object.keys(switches),
    resolve(key: string, context: EvaluationContext, inputs: Inputs): Outcome {
      try {
        return find(key)?.decide(context, inputs) ?? unknown;
      } catch {
        return failed;
      }
    },
  };

  function find(key: string): Prepared | undefined {
    const known = prepared.get(key);
    const definition = definitionOf(key);
    if (known || definition === undefined) return known;
    let made: Prepared;
    try {
      made = make(key, definition);
    } catch {
      made = { decide: () => failed };
    }
    prepared.set(key, made);
    return made;
  }

  /** The switches that must be active, or serve this very variant, first. */
  function gatesOf(key: string, { requires }: Switch): readonly (readonly [string, string?])[] {
    const parent = ancestorsOf(key).find(definitionOf);
    const required = requires.map((each) => [each.switch, each.variant] as [string, string?]);
    return parent === undefined ? required : [[parent], ...required];
  }

  /** Without end where they go round in a circle. */
  function stepsTo(key: string): number {
    const definition = definitionOf(key);
    if (definition === undefined || !Array.isArray(definition.requires)) return 0;
    if (!steps.has(key)) {
      steps.set(key, Number.POSITIVE_INFINITY);
      const gates = gatesOf(key, definition);
      steps.set(
        key,
        gates.reduce((sum, [gate]) => sum + 1 + stepsTo(gate), 0),
      );
    }
    return steps.get(key) as number;
  }

  function make(key: string, definition: Switch): Prepared {
    const { state, rules, variants, salt = key } = definition;
    const isPlain = !variants?.length;
    const off = { active: false, variant: 'off', ...(isPlain && { value: false }) };
    if (state === 'off' || stepsTo(key) > MOST_STEPS) {
      const disabled = exit({ ...off, reason: 'DISABLED' });
      return { decide: () => disabled };
    }
    if (state !== 'on' && state !== 'conditional') throw state;
    const served = new Map<string, Served>();
    for (const each of isPlain ? [{ key: 'on', value: true }] : variants) {
      served.set(each.key, { active: true, variant: each.key, value: each.value });
    }
    const { defaultVariant = variants[0]?.key ?? 'on' } = definition;
    // Last, so that no variant can take their names.
    served.set('on', served.get(defaultVariant) as Served).set('off', off);
    const give = (name: string, reason: Reason, ruleId?: string) => {
      const serves = served.get(name);
      if (!serves) throw name;
      return exit({ ...serves, reason, ...(ruleId !== undefined && { ruleId }) });
    };
    const disabled = give('off', 'DISABLED');
    const on = give('on', 'STATIC');
    const otherwise = give('off', rules.length ? 'DEFAULT' : 'STATIC');
    const unitMissing = exit({
      ...off,
      reason: 'DEFAULT',
      errorCode: 'TARGETING_KEY_MISSING',
    });
    const gates = gatesOf(key, definition);
    const compiled = rules.map(({ id, conditions, serve }) => {
      const test = allOf(conditions.map((each) => prepare(each, around)));
      if (typeof serve === 'object' && 'split' in serve) {
        return {
          test,
          pick: splitting(serve.split, serve.by, `${salt}/split`, (name) =>
            give(name, 'SPLIT', id),
          ),
        };
      }
      const isByChance = conditions.some(
        (each) =>
          isPartial(Object(each)) ||
          (each?.type === 'in-segment' &&
            Object.hasOwn(segments, each.segment) &&
            segments[each.segment]?.conditions.some((one) => isPartial(Object(one)))),
      );
      const name = typeof serve === 'object' ? serve.variant : serve;
      const found = give(name, isByChance ? 'SPLIT' : 'TARGETING_MATCH', id);
      return { test, pick: () => found };
    });

    return {
      initial: served.get('on')?.variant,
      decide(context, inputs) {
        if (!gates.every((gate) => passes(gate, context, inputs))) return disabled;
        if (state === 'on') return on;
        const forced = inputs.overrides?.get(key);
        if (forced !== undefined && served.has(forced)) return give(forced, 'TARGETING_MATCH');
        let isUnitMissing = false;
        for (const { test, pick } of compiled) {
          const verdict = test(context, inputs, salt);
          const found = verdict ? pick(context) : undefined;
          if (found) return found;
          if (verdict || verdict === null) isUnitMissing = true;
        }
        return isUnitMissing ? unitMissing : otherwise;
      },
    };
  }

  function passes(
    [key, variant]: readonly [string, string?],
    context: EvaluationContext,
    inputs: Inputs,
  ) {
    const gate = find(key);
    if (!gate) return false;
    const outcome = gate.decide(context, inputs);
    if (variant === undefined) return outcome.active;
    if (variant !== 'on') return outcome.variant === variant;
    return outcome.active && outcome.variant === gate.initial;
  }
}

/** Walks the variants over cumulative weights; nothing without a unit. */
function splitting(
  split: readonly Weighted[],
  by: string | undefined,
  salt: string,
  give: (name: string) => Outcome,
) {
  let sum = 0;
  const parts = split.map(({ variant, weight }) => {
    sum += weight;
    return { limit: threshold(sum), found: give(variant) };
  });
  if (sum !== ALL) throw sum;
  return (context: EvaluationContext) => {
    const unit = unitFrom(context, by);
    if (unit === undefined) return undefined;
    const at = position(salt, unit);
    return parts.find(({ limit }) => at < limit)?.found;
  };
}
