import { attributeOf } from '../context.ts';
import { compares, comparison } from './comparison.ts';
import { defineCondition } from './condition-type.ts';
import { attribute, number as finite } from './field-kinds.ts';

export const number = defineCondition({
  type: 'number',
  label: 'has a number that is',
  fields: { attribute, operator: comparison, value: finite },

  prepare({ attribute, operator, value }) {
    const holds = compares[operator];
    return (context) => {
      const actual = attributeOf(context, attribute);
      return Number.isFinite(actual) ? holds((actual as number) - value) : 'undecided';
    };
  },
});
