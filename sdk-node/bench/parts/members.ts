import { createHash } from 'node:crypto';

export const COHORT = 'beta';

/** Keys as long and as random as UUIDs. */
export const memberAt = (at: number): string =>
  createHash('sha256')
    .update(`user-${at}`)
    .digest('hex')
    .slice(0, 32)
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
