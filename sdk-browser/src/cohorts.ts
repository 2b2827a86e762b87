import type { Client, You } from './options.ts';

/** Something that users opt in to by themselves. */
export interface OpenCohort {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly feedbackUrl?: string;
  readonly isOpen: boolean;
  readonly isFull: boolean;
  readonly endsAt?: string;
  /** Absent where nobody is signed in. */
  readonly isMember?: boolean;
}

/** The cohorts that are open, or that the user is in. Rejects with words when they cannot be had. */
export async function cohorts(flags: Pick<Client, 'ask'>): Promise<readonly OpenCohort[]> {
  const answer = (await flags.ask('GET', 'cohorts')) as { cohorts: OpenCohort[] };
  return answer.cohorts;
}

/** Opts the user in; what is served here follows at once. Needs a user token. Rejects with words when refused. */
export const joinCohort = (flags: Pick<Client, 'ask'>, key: string): Promise<You> =>
  flags.ask('PUT', `you/cohorts/${encodeURIComponent(key)}`) as Promise<You>;

/** Opts the user out. */
export const leaveCohort = (flags: Pick<Client, 'ask'>, key: string): Promise<You> =>
  flags.ask('DELETE', `you/cohorts/${encodeURIComponent(key)}`) as Promise<You>;
