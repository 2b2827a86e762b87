import { unitOf } from '../unit.ts';
import { defineCondition } from './condition-type.ts';
import { cohort } from './field-kinds.ts';

export const inCohort = defineCondition({
  type: 'in-cohort',
  label: 'opted in to the cohort',
  fields: { cohort },

  prepare({ cohort }, { hasCohort }) {
    if (!hasCohort(cohort)) return () => 'undecided';
    return ({ targetingKey }, inputs) => {
      const user = unitOf(targetingKey);
      return user === undefined ? 'undecided' : inputs.isMember(cohort, user);
    };
  },
});
