import { defineCondition } from './condition-type.ts';
import { segment } from './field-kinds.ts';

export const inSegment = defineCondition({
  type: 'in-segment',
  label: 'is in the segment',
  fields: { segment },
  prepare: ({ segment }, preparation) => preparation.segment(segment) ?? (() => 'undecided'),
});
