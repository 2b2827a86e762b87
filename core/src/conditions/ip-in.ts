import { attributeOf } from '../context.ts';
import { isInRanges, parseRange, type Range } from '../ip.ts';
import { defineCondition } from './condition-type.ts';
import { attribute as attributeField, optional, ranges as rangesField } from './field-kinds.ts';

export const ipIn = defineCondition({
  type: 'ip-in',
  label: 'comes from an address in',
  fields: { ranges: rangesField, attribute: optional(attributeField) },

  prepare({ ranges, attribute = 'ip' }) {
    const parsed = ranges.map((each) => parseRange(each) as Range);
    return (context) => {
      const actual = attributeOf(context, attribute);
      return typeof actual === 'string' ? (isInRanges(parsed, actual) ?? 'undecided') : 'undecided';
    };
  },
});
