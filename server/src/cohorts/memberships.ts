import * as environments from '../environments/service.ts';
import * as meta from '../platform/meta.ts';
import type { Actor, Reading, Runner, Work } from '../platform/work.ts';
import { read, written } from './position.ts';
import * as store from './store.ts';

/** Cohort, user key, and whether they are a member from now on. */
type Change = readonly [cohort: string, user: string, isMember: boolean];

/** What leads from one place in the sequence of memberships to another. */
export interface Page {
  readonly from: string;
  readonly to: string;
  readonly more: boolean;
  /** Whether it begins from the start, since there is no way from where it was asked for. */
  readonly reset?: true;
  readonly changes: readonly Change[];
}

export const MOST_CHANGES = 10_000;
/** How long it is remembered that somebody left. SDKs that were away for longer start over. */
const REMEMBERED_MS = 24 * 60 * 60 * 1000;
const MOST_SWEPT = 1_000;
const system: Actor = { kind: 'system', id: 'cohorts', name: 'Cohorts' };

/** Who opted in to what, as server SDKs follow it. */
export function createMemberships(runner: Runner) {
  return {
    position: (environment: string) => runner.read((reading) => positionIn(reading, environment)),

    since: (environment: string, after: string | undefined, limit: number): Promise<Page> =>
      runner.read((reading) => pageOf(reading, environment, after, limit)),

    /** Deletes for good what is remembered of those who left long ago, a little at a time. */
    async forget(): Promise<void> {
      for (const { key } of await runner.read(environments.list)) {
        while (await runner.write(system, (work) => sweep(work, key)));
      }
    },
  };
}

export type Memberships = ReturnType<typeof createMemberships>;

async function positionIn({ tx }: Reading, environment: string): Promise<string> {
  const { seq } = await store.sequence(tx, environment);
  return written({ epoch: await meta.read(tx, 'epoch'), seq });
}

async function pageOf(
  { tx }: Reading,
  environment: string,
  after: string | undefined,
  limit: number,
): Promise<Page> {
  const epoch = await meta.read(tx, 'epoch');
  const { seq: last, floor } = await store.sequence(tx, environment);
  const known = after === undefined ? undefined : read(after);
  const goesOn = known?.epoch === epoch && known.seq <= last && (known.start ?? known.seq) >= floor;
  // Whoever fetches all of them has nobody to forget: what was swept out meanwhile does not concern them.
  const { start, seq } = goesOn ? known : { start: last, seq: 0 };

  const rows = await store.after(tx, environment, seq, limit + 1);
  const more = rows.length > limit;
  const shown = rows.slice(0, limit);
  const end = (more && shown.at(-1)?.seq) || last;
  return {
    from: goesOn ? (after as string) : written({ epoch, seq: 0 }),
    to: written({ epoch, start: more ? start : undefined, seq: end }),
    more,
    ...(after !== undefined && !goesOn && { reset: true }),
    changes: shown.map(({ cohort, user, isMember }) => [cohort, user, isMember]),
  };
}

/** Goes on from where it was last time; answers whether there may be more to do. */
async function sweep({ tx, now }: Work, environment: string): Promise<boolean> {
  const { seq, floor } = await store.sequence(tx, environment);
  const rows = await store.after(tx, environment, floor, MOST_SWEPT);
  const recent = rows.findIndex(({ at }) => at.getTime() > now.getTime() - REMEMBERED_MS);
  const old = recent < 0 ? rows : rows.slice(0, recent);
  const to = old.at(-1)?.seq;
  if (to === undefined) return false;
  await store.forget(tx, environment, floor, to);
  await store.putSequence(tx, environment, { seq, floor: to });
  return recent < 0;
}
