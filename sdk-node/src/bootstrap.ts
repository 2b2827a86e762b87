import {
  type CompiledRuleset,
  type EvaluationContext,
  type Inputs,
  type Outcome,
  resolve,
} from '@switchyard/core';

/**
 * What a page begins with: what the switches that browsers are told of serve to one user, and their context. As JSON that
 * may stand in a `<script>` as it is.
 */
export function bootstrapOf(
  compiled: CompiledRuleset,
  context: EvaluationContext,
  inputs: Inputs,
): string {
  const outcomes: [string, Outcome][] = [];
  for (const [key, { definition }] of compiled.switches) {
    if (definition.clientSide) outcomes.push([key, resolve(compiled, key, context, inputs)]);
  }
  const switches = Object.fromEntries(outcomes);
  // The page goes on to serve what is forced: it cannot know by itself whether that is signed.
  const forced = outcomes.flatMap(([key]) => {
    const variant = inputs.overrides?.get(key);
    return variant === undefined ? [] : [[key, variant]];
  });
  const overrides = forced.length > 0 ? Object.fromEntries(forced) : undefined;
  try {
    return inScript({ context, switches, overrides });
  } catch {
    // A context that is no JSON.
    return inScript({ context: {}, switches, overrides });
  }
}

const inScript = (value: object) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
