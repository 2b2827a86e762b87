import { compile, type EvaluationContext, type Ruleset, type Trace, trace } from '@switchyard/core';
import type { StoredSwitch } from '../api-types.ts';

/** The ruleset as it would be with this switch instead of what is live. */
export function rulesetWith(ruleset: Ruleset, key: string, stored: StoredSwitch): Ruleset {
  const { archived, killed, ...definition } = stored;
  const { [key]: _, ...others } = ruleset.switches;
  if (archived) return { ...ruleset, switches: others };
  const served = killed ? { ...definition, state: 'off' as const } : definition;
  return { ...ruleset, switches: { ...others, [key]: served } };
}

/** What a context gets of a switch and why, decided here as an SDK would. */
export function explain(
  ruleset: Ruleset,
  key: string,
  context: EvaluationContext,
  cohorts: readonly string[],
  now: number,
): Trace {
  const inputs = { now: () => now, isMember: (cohort: string) => cohorts.includes(cohort) };
  return trace(compile(ruleset, 0), key, context, inputs);
}

/** The attributes that conditions of a ruleset ask for, and those every context may have. */
export function attributesIn(ruleset: Ruleset): readonly string[] {
  const conditions = [
    ...Object.values(ruleset.switches).flatMap(({ rules }) =>
      rules.flatMap((rule) => rule.conditions),
    ),
    ...Object.values(ruleset.segments).flatMap((segment) => segment.conditions),
  ];
  const asked = conditions.flatMap((condition) =>
    'attribute' in condition && condition.attribute ? [condition.attribute] : [],
  );
  return [...new Set(['targetingKey', 'email', 'ip', 'country', 'plan', ...asked])].sort();
}
