import { ALL, signedPosition, signedThreshold } from '../bucket.ts';
import { unitFrom } from '../unit.ts';
import { defineCondition } from './condition-type.ts';
import { attribute, optional, percentage as thousandths } from './field-kinds.ts';

export const percentage = defineCondition({
  type: 'percentage',
  label: 'is within the percentage',
  fields: { thousandths, by: optional(attribute) },

  prepare({ thousandths, by }) {
    if (!isPartial(thousandths)) return () => thousandths === ALL;
    const limit = signedThreshold(thousandths);
    return (context, _inputs, seed) => {
      const unit = unitFrom(context, by);
      return unit === undefined ? 'unit-missing' : signedPosition(unit, seed) < limit;
    };
  },
});

/** Nobody and everybody are found without a unit, and not by chance. */
export const isPartial = (thousandths: number) => thousandths > 0 && thousandths < ALL;
