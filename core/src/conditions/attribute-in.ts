import { attributeOf } from '../context.ts';
import { defineCondition, type Verdict } from './condition-type.ts';
import { attribute, texts } from './field-kinds.ts';
import { either } from './three-valued.ts';

export const attributeIn = defineCondition({
  type: 'attribute-in',
  label: 'has an attribute that is one of',
  fields: { attribute, values: texts },

  prepare({ attribute, values }) {
    const listed = new Set(values);
    return (context) => {
      const actual = attributeOf(context, attribute);
      return Array.isArray(actual) ? isAnyListed(actual, listed) : isListed(actual, listed);
    };
  },
});

function isListed(actual: unknown, listed: ReadonlySet<string>): Verdict {
  if (typeof actual === 'string') return listed.has(actual);
  const isComparable = typeof actual === 'boolean' || Number.isFinite(actual);
  return isComparable ? listed.has(String(actual)) : 'undecided';
}

function isAnyListed(actual: readonly unknown[], listed: ReadonlySet<string>): Verdict {
  let verdict: Verdict = false;
  for (const each of actual) verdict = either(verdict, isListed(each, listed));
  return verdict;
}
