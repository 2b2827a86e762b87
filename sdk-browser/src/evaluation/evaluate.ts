import {
  ALL,
  ancestorsOf,
  attributeOf,
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
type Decide = (context: EvaluationContext, inputs: Inputs) => Outcome;

type Served = Pick<Resolution, 'active' | 'variant' | 'value'>;

interface Prepared {
  readonly decide: Decide;
  /** How many other switches may have to be decided first; without end where they go round in a circle. */
  readonly steps: number;
  /** The variant that `on` serves. */
  readonly initial?: string | undefined;
}

interface Gate {
  readonly target: Prepared | undefined;
  readonly variant?: string | undefined;
}

/** Core draws the line here too. */
const MOST_STEPS = 10_000;

/** A ruleset made ready, switch by switch as they are asked for. Nothing throws: what cannot be read fails by itself. */
export function compile({ switches, segments, cohorts }: Ruleset, release: number) {
  const prepared = new Map<string, Prepared>();
  const flat = {
    hasCohort: (key: string) => own(cohorts, key) !== undefined,
    segment: () => undefined,
  };
  const conditionsOf = (segment: string) => own(segments, segment)?.conditions;
  const around = {
    ...flat,
    segment: (key: string) => {
      const conditions = conditionsOf(key);
      return conditions && allOf(conditions.map((each) => prepare(each, flat)));
    },
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
    const definition = own(switches, key);
    if (definition === undefined || prepared.has(key)) return prepared.get(key);
    const decide = () => failed;
    // Whoever comes here again while it is made goes round in a circle.
    prepared.set(key, { decide, steps: Number.POSITIVE_INFINITY });
    let made: Prepared = { decide, steps: 0 };
    try {
      made = make(key, definition);
    } catch {}
    prepared.set(key, made);
    return made;
  }

  function make(key: string, definition: Switch): Prepared {
    const { state, rules, variants, requires, salt = key } = definition;
    const isPlain = !variants?.length;
    const off = { active: false, variant: 'off', ...(isPlain && { value: false }) };
    const disabled = exit({ ...off, reason: 'DISABLED' });
    if (state === 'off') return { decide: () => disabled, steps: 0 };
    if (state !== 'on' && state !== 'conditional') throw state;

    const parent = ancestorsOf(key).find((each) => own(switches, each));
    const gates: Gate[] = [
      ...(parent === undefined ? [] : [{ target: find(parent) }]),
      ...requires.map((each) => ({ target: find(each.switch), variant: each.variant })),
    ];
    const steps = gates.reduce((sum, { target }) => sum + (target ? 1 + target.steps : 0), 0);
    if (steps > MOST_STEPS) return { decide: () => disabled, steps };

    const served = new Map<string, Served>();
    for (const each of isPlain ? [{ key: 'on', value: true }] : variants) {
      served.set(each.key, { active: true, variant: each.key, value: each.value });
    }
    const { defaultVariant = variants[0]?.key ?? 'on' } = definition;
    const initial = served.get(defaultVariant) as Served;
    // Last, so that no variant can take their names.
    served.set('on', initial).set('off', off);
    const give = (name: string, reason: Reason, ruleId?: string) => {
      const serves = served.get(name);
      if (!serves) throw name;
      return exit({ ...serves, reason, ...(ruleId !== undefined && { ruleId }) });
    };
    const on = give('on', 'STATIC');
    const otherwise = give('off', rules.length ? 'DEFAULT' : 'STATIC');
    const errorCode = 'TARGETING_KEY_MISSING';
    const unitMissing = exit({ ...off, reason: 'DEFAULT', errorCode });
    const compiled = rules.map(({ id, conditions, serve }) => {
      const test = allOf(conditions.map((each) => prepare(each, around)));
      if (typeof serve === 'object' && 'split' in serve) {
        const { split, by } = serve;
        const pick = splitting(split, by, salt, (name) => give(name, 'SPLIT', id));
        return { test, pick };
      }
      const isByChance = conditions.some(
        (each) =>
          isPartial(each) ||
          (each?.type === 'in-segment' && conditionsOf(each.segment)?.some(isPartial)),
      );
      const name = typeof serve === 'object' ? serve.variant : serve;
      const found = give(name, isByChance ? 'SPLIT' : 'TARGETING_MATCH', id);
      return { test, pick: () => found };
    });

    return {
      steps,
      initial: initial.variant,
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
}

/** Own members only: every object has a `constructor`. */
const own = <T>(things: Readonly<Record<string, T>>, key: string) =>
  attributeOf(things as never, key) as T | undefined;

function passes({ target, variant }: Gate, context: EvaluationContext, inputs: Inputs) {
  if (!target) return false;
  const outcome = target.decide(context, inputs);
  if (variant === undefined) return outcome.active;
  if (variant !== 'on') return outcome.variant === variant;
  return outcome.active && outcome.variant === target.initial;
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
    const at = position(`${salt}/split`, unit);
    return parts.find(({ limit }) => at < limit)?.found;
  };
}
