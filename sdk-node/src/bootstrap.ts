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
  try {
    return inScript({ context, switches });
  } catch {
    // A context that is no JSON.
    return inScript({ context: {}, switches });
  }
}

const inScript = (value: object) =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
