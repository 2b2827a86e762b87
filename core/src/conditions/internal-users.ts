import { defineCondition } from './condition-type.ts';

/** Whom that means is the environment's: see `core/src/internal-users.ts`. */
export const internalUsers = defineCondition({
  type: 'internal-users',
  label: 'is an internal user',
  fields: {},
  prepare: (_params, { isInternal }) => isInternal,
});
