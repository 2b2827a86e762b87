import { Problem } from '../platform/problem.ts';

/** How patient streams are, and how many there may be. */
export interface StreamSettings {
  readonly heartbeatMs: number;
  /** How often to look whether another process released something or revoked a key. */
  readonly recheckMs: number;
  /** How long a client may take to take what it was sent. */
  readonly deadlineMs: number;
  /** How far apart SDKs are told at least of who joined cohorts and left. */
  readonly membersMs: number;
  /** How often to delete what is remembered of those who left long ago. */
  readonly forgetMs: number;
  readonly most: number;
}

export const defaultSettings: StreamSettings = {
  heartbeatMs: 10_000,
  recheckMs: 2_500,
  deadlineMs: 30_000,
  membersMs: 500,
  forgetMs: 3_600_000,
  most: 20_000,
};

export const full = () =>
  new Problem('unavailable', 'There are as many streams as this server takes. Try again', {
    retryAfter: 5,
  });
