import { attributeOf } from '../context.ts';
import { defineCondition } from './condition-type.ts';
import { attribute } from './field-kinds.ts';

export const isSet = defineCondition({
  type: 'is-set',
  label: 'has the attribute',
  fields: { attribute },

  prepare({ attribute }) {
    return (context) => (attributeOf(context, attribute) ?? undefined) !== undefined;
  },
});
