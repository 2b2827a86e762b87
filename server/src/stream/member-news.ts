import type { Memberships } from '../cohorts/service.ts';
import { createLane } from '../platform/lane.ts';
import { eventOf } from '../rulesets/build.ts';

/** More than that is fetched by those who lack it. */
const MOST_CHANGES = 200;

interface MemberNews {
  /** For SDKs on servers. */
  readonly event: Buffer;
  /** Who joined or left; undefined if there were too many to tell. */
  readonly users: ReadonlySet<string> | undefined;
}

/** What SDKs on servers are told of memberships: where they stand, and what changed if it is only a little. */
export function createMemberNews(memberships: Memberships) {
  const positions = new Map<string, string>();
  const lane = createLane();

  return {
    /** Begins to follow an environment, unless it is followed already. */
    load: (environment: string): Promise<void> =>
      lane.run(async () => {
        if (positions.has(environment)) return;
        positions.set(environment, await memberships.position(environment));
      }),

    /** Where an environment that is followed stands. */
    standing(environment: string): Buffer | undefined {
      const to = positions.get(environment);
      return to === undefined ? undefined : eventOf('members', JSON.stringify({ to }));
    },

    /** What leads on from where it stood; undefined if nothing does. */
    next: (environment: string): Promise<MemberNews | undefined> =>
      lane.run(async () => {
        const before = positions.get(environment);
        if (before === undefined) return undefined;
        const page = await memberships.since(environment, before, MOST_CHANGES);
        const { from, changes } = page;
        const isWhole = !page.more && !page.reset;
        const to = isWhole ? page.to : await memberships.position(environment);
        if (to === before) return undefined;
        positions.set(environment, to);
        const event = eventOf('members', JSON.stringify(isWhole ? { from, to, changes } : { to }));
        return { event, users: isWhole ? new Set(changes.map(([, user]) => user)) : undefined };
      }),

    /** Nobody follows it any more. */
    leave: (environment: string) => positions.delete(environment),
  };
}
