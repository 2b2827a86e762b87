import type { Policy } from '../api-types.ts';

/** What a new environment has. */
export const openPolicy: Policy = {
  publish: 'developer',
  confirm: false,
  who: { board: 'developer', depart: 'developer', override: 'driver', unhold: 'driver' },
  express: 'anything',
  approvals: 0,
  expressApprovals: 0,
  isPrincessRequired: false,
  whenCodeIsThere: 'depart',
  whenCodeGoesBack: 'warn',
  plan: [],
  guard: null,
  by: null,
  freezes: [],
};
