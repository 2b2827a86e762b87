import { setImmediate as turn } from 'node:timers/promises';
import { createLane } from '../platform/lane.ts';
import { Problem } from '../platform/problem.ts';
import { eventOf } from '../rulesets/build.ts';
import { answeringOf, type Edition } from '../rulesets/service.ts';
import type { Proof, YouService } from '../you/service.ts';

/** Who looks at a page that follows a stream, as far as that is proven. */
export interface Visitor {
  proof: Proof | undefined;
  /** Why it is not, or no longer. */
  problem: string | undefined;
  cohorts: readonly string[];
  /** Whether their cohorts have to be looked up. */
  isStale: boolean;
  /** What they have been told, but for the number of the release. */
  told: string | undefined;
}

// So many users may be asked about before others have their turn.
const MOST_AT_ONCE = 20;

/** What browsers are told of their own users. */
export function createVisitors(you: YouService) {
  const lane = createLane();

  const meet = async (environment: string, token: string): Promise<Visitor> => {
    const nobody = { proof: undefined, problem: undefined, cohorts: [], told: undefined };
    try {
      const proof = await you.prove(environment, token);
      return { ...nobody, proof, isStale: true };
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'invalid-token') throw error;
      return { ...nobody, problem: String(error.extra.reason), isStale: false };
    }
  };

  return {
    meet,

    /** The `you` event, unless it says what they know. */
    news(visitor: Visitor, edition: Edition): Buffer | undefined {
      const { proof, problem, cohorts } = visitor;
      const said =
        proof === undefined ? { problem, release: 0 } : you.youOf(edition, proof, cohorts);
      const { release, ...rest } = said;
      const text = JSON.stringify(rest);
      if (text === visitor.told) return undefined;
      visitor.told = text;
      return eventOf('you', proof === undefined ? text : JSON.stringify(said));
    },

    /** Looks up the cohorts of those of whom it is to be done. One look at a time: the last one counts. */
    refresh: (environment: string, visitors: readonly Visitor[]): Promise<Visitor[]> =>
      lane.run(async () => {
        const stale = visitors.filter(({ isStale, proof }) => isStale && proof !== undefined);
        if (stale.length === 0) return [];
        for (const visitor of stale) visitor.isStale = false;
        const users = [...new Set(stale.map(({ proof }) => (proof as Proof).user))];
        try {
          const joined = await you.cohortsOf(environment, users);
          for (const visitor of stale) {
            visitor.cohorts = joined.get(visitor.proof?.user ?? '') ?? [];
          }
        } catch (error) {
          for (const visitor of stale) visitor.isStale = true;
          throw error;
        }
        return stale;
      }),

    /** Those whose token has ended, or is signed with a secret that was retired: they are nobody from now on. */
    async lapsed(environment: string, visitors: readonly Visitor[]): Promise<Visitor[]> {
      const proven = visitors.filter(({ proof }) => proof !== undefined);
      if (proven.length === 0) return [];
      const ids = await you.secretIds(environment);
      const reasonFor = (proof: Proof) =>
        you.isOver(proof) ? 'expired' : ids.has(proof.secret.id) ? undefined : 'unknown-key';
      return proven.filter((visitor) => {
        const reason = visitor.proof && reasonFor(visitor.proof);
        if (reason === undefined) return false;
        visitor.proof = undefined;
        visitor.problem = reason;
        return true;
      });
    },

    /** Whether what they are told became something else by itself since that time. */
    hasTurned: (edition: Edition, since: number): boolean => {
      const now = you.now();
      return answeringOf(edition).turns.some((turn) => turn > since && turn <= now);
    },
  };
}

/** Does something for each of many without keeping everything else waiting. */
export async function inTurns<T>(many: readonly T[], act: (one: T) => void): Promise<void> {
  for (const [at, one] of many.entries()) {
    act(one);
    if (at % MOST_AT_ONCE === MOST_AT_ONCE - 1) await turn();
  }
}
