import { availableParallelism } from 'node:os';

/** Of tests that compute more than they wait: after the others, and not as many at a time. */
export const computing = {
  maxWorkers: availableParallelism() + 2,
  sequence: { groupOrder: 1 },
};
