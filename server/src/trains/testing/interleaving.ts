import { isDeepStrictEqual } from 'node:util';
import type { Item } from '../../deploy-log/entry.ts';
import type { Release } from '../../releases/service.ts';
import type { Yard } from '../service.ts';
import { must } from './invariants.ts';

/** What lies in the database about one environment, in its own words: of changes and releases those under way. */
export interface State {
  readonly yard: Yard;
  readonly changes: readonly { number: number; status: string; release: number | null }[];
  readonly releases: readonly { number: number; outcome: string }[];
  readonly candidates: readonly { release: number; stage: number }[];
}

/** What must hold between what different tables say. */
export function checkState({ yard, changes, releases, candidates }: State): void {
  const moving = yard.groups.filter(({ station }) => typeof station === 'object');
  must('one group is out at most', moving.length <= 1 && candidates.length <= 1);
  must('a group is out if and only if a candidate is', moving.length === candidates.length);
  const [candidate, group] = [candidates[0], moving[0]];
  const rollingOut = releases.filter(({ outcome }) => outcome === 'rolling-out');
  must(
    'the candidate is the one release that rolls out',
    isDeepStrictEqual(
      rollingOut.map(({ number }) => number),
      candidates.map(({ release }) => release),
    ),
  );
  must(
    'they are at the same stage',
    candidate === undefined || isDeepStrictEqual(group?.station, { stage: candidate.stage }),
  );

  const riders = (groups: Yard['groups']) =>
    groups.flatMap((each) => each.riders.flatMap(({ change }) => change ?? [])).sort(ascending);
  const withStatus = (wanted: string) =>
    changes
      .filter(({ status }) => status === wanted)
      .map(({ number }) => number)
      .sort(ascending);
  must(
    'aboard is who waits in a group',
    isDeepStrictEqual(
      riders(yard.groups.filter((each) => !moving.includes(each))),
      withStatus('aboard'),
    ),
  );
  must(
    'rolling out is who rides in the group that is out',
    isDeepStrictEqual(riders(moving), withStatus('rolling-out')),
  );
  must(
    'who rolls out does so with the candidate',
    changes.every(
      ({ status, release }) => status !== 'rolling-out' || release === candidate?.release,
    ),
  );
}

/** A rollback puts back what its release did, and nothing that was done later. */
export function checkRollbacks(releases: readonly Release[]): void {
  const byNumber = new Map(releases.map((each) => [each.number, each]));
  for (const { reverts, changes } of releases) {
    if (reverts === undefined) continue;
    const undone = byNumber.get(reverts)?.changes ?? [];
    for (const { key, before, after } of changes) {
      const done = undone.find((each) => each.key === key);
      for (const field of fieldsOf(before, after)) {
        const [was, is] = [before?.[field], after?.[field]];
        if (isDeepStrictEqual(was, is)) continue;
        must(
          `it undoes ${field} of ${key} only where nobody set it since`,
          isDeepStrictEqual(done?.after?.[field], was),
        );
        must(
          `it puts ${field} of ${key} back as it was`,
          isDeepStrictEqual(done?.before?.[field], is),
        );
      }
    }
  }
}

const ascending = (one: number, other: number) => one - other;

const fieldsOf = (...items: readonly (Item | null)[]) =>
  new Set(items.flatMap((each) => Object.keys(each ?? {})));
