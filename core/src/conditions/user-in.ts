import { unitOf } from '../unit.ts';
import { defineCondition } from './condition-type.ts';
import { users } from './field-kinds.ts';

export const userIn = defineCondition({
  type: 'user-in',
  label: 'is one of the users',
  fields: { users },

  prepare({ users }) {
    const listed = new Set(users);
    return ({ targetingKey }) => {
      const user = unitOf(targetingKey);
      return user === undefined ? 'undecided' : listed.has(user);
    };
  },
});
