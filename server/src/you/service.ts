import type { EvaluationContext } from '@switchyard/core';
import * as cohorts from '../cohorts/service.ts';
import type { Reading, Runner, Work } from '../platform/work.ts';
import type { Answers } from '../rulesets/answers.ts';
import { answeringOf, type Edition } from '../rulesets/service.ts';
import { type Claims, type Secret, sign, verify } from './token.ts';

/** Somebody, proven by a token of the application. */
export interface Proof {
  readonly environment: string;
  readonly user: string;
  readonly claims: Claims;
  /** With which it is signed. */
  readonly secret: Secret;
}

/** What the server tells a browser of its own user. */
export interface You extends Answers {
  readonly user: string;
  /** What is live, by which this was decided. */
  readonly release: number;
  readonly cohorts: readonly string[];
  readonly expiresAt: string;
}

/** A cohort as end users see it. */
export interface ShownCohort {
  readonly key: string;
  readonly title: string;
  readonly description?: string;
  readonly feedbackUrl?: string;
  readonly isOpen: boolean;
  readonly isFull: boolean;
  readonly endsAt?: string;
  readonly isMember?: boolean;
}

interface Parts {
  readonly runner: Runner;
  readonly secretsOf: (environment: string) => Promise<readonly Secret[]>;
  readonly clock: () => Date;
}

/** Who looks at a page: proves it, and says what only the server can decide for them. */
export function createYou({ runner, secretsOf, clock }: Parts) {
  const now = () => clock().getTime();
  return {
    now,

    /** Throws a refusal in words. */
    async prove(environment: string, token: string): Promise<Proof> {
      const { claims, secret } = verify(token, await secretsOf(environment), clock());
      return { environment, user: claims.user, claims, secret };
    },

    /** The ids of the secrets with which tokens may be signed. */
    secretIds: async (environment: string): Promise<ReadonlySet<string>> =>
      new Set((await secretsOf(environment)).map(({ id }) => id)),

    isOver: ({ claims }: Proof): boolean => claims.exp * 1000 <= now(),

    /** The cohorts that each of these users is in, as far as they are in any. */
    cohortsOf: (environment: string, users: readonly string[]): Promise<Map<string, string[]>> =>
      runner.read((reading) => cohorts.ofAll(reading, environment, users)),

    youOf: (edition: Edition, { user, claims }: Proof, joined: readonly string[]): You => ({
      user,
      release: edition.release,
      cohorts: joined,
      ...answeringOf(edition).answersFor(
        { ...claims.context, targetingKey: user } as EvaluationContext,
        { now, isMember: (cohort) => joined.includes(cohort) },
      ),
      expiresAt: new Date(claims.exp * 1000).toISOString(),
    }),

    /** Those that are open, and those that one is in. */
    shown: (edition: Edition, proof: Proof | undefined): Promise<ShownCohort[]> =>
      runner.read((reading) => shownIn(reading, edition, proof)),
  };
}

export type YouService = ReturnType<typeof createYou>;

export const join = async (work: Work, { environment, user, claims }: Proof, cohort: string) => {
  await cohorts.join(work, environment, cohort, user, 'user', claims.iat * 1000);
};

/** Answers with a token with which one may join again: older ones no longer serve for that. */
export async function leave(
  work: Work,
  { environment, user, claims, secret }: Proof,
  cohort: string,
): Promise<string> {
  await cohorts.leave(work, environment, cohort, user, 'user');
  return sign(secret, { ...claims, iat: (work.now.getTime() + 1) / 1000 });
}

async function shownIn(
  reading: Reading,
  { environment, asked }: Edition,
  proof: Proof | undefined,
): Promise<ShownCohort[]> {
  const joined = proof && (await cohorts.of(reading, environment, proof.user));
  const sizes = await cohorts.sizes(reading, environment);
  return Object.entries(asked?.live.whole.cohorts ?? {})
    .map(([key, { title, description, feedbackUrl, open, cap, endsAt }]) => ({
      key,
      title,
      ...(description !== undefined && { description }),
      ...(feedbackUrl !== undefined && { feedbackUrl }),
      isOpen: open && !cohorts.isOver(endsAt, reading.now),
      isFull: cap !== undefined && (sizes.get(key) ?? 0) >= cap,
      ...(endsAt !== undefined && { endsAt }),
      ...(joined && { isMember: joined.includes(key) }),
    }))
    .filter(({ isOpen, isMember }) => isOpen || isMember)
    .sort((one, other) => (one.title < other.title ? -1 : 1));
}
