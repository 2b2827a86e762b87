import { attributeOf } from '../context.ts';
import { parseInstant } from '../instant.ts';
import { defineCondition } from './condition-type.ts';
import { attribute, choice, instant, optional } from './field-kinds.ts';

export const date = defineCondition({
  type: 'date',
  label: 'has a date, or comes at a time, that is',
  fields: { attribute: optional(attribute), operator: choice('before', 'from'), date: instant },

  prepare({ attribute, operator, date }) {
    const wanted = parseInstant(date) as number;
    const isBefore = operator === 'before';
    return (context, inputs) => {
      const actual =
        attribute === undefined ? inputs.now() : dateOf(attributeOf(context, attribute));
      return Number.isFinite(actual) ? (actual as number) < wanted === isBefore : 'undecided';
    };
  },
});

const dateOf = (value: unknown) => (typeof value === 'string' ? parseInstant(value) : undefined);
