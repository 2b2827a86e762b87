import type { Role } from '../api-types.ts';
import type { Blocker, Override, Rider, Rollout, Yard, YardGroup } from '../yard-types.ts';
import { audienceInWords } from './canary-plan.ts';
import { isAtLeast } from './permissions.ts';

export interface Station {
  readonly name: string;
  readonly kind: 'waiting' | 'princess' | 'stage' | 'live';
  /** How long a release stays there at least. */
  readonly minimumMs?: number;
  readonly groups: readonly YardGroup[];
  /** Whether what rolls out has been there, is there, or is still to come. */
  readonly reached: 'passed' | 'here' | 'ahead';
}

/** From left to right: where changes wait, where they are checked, the stages of the plan, everybody. */
export function stationsOf({ groups, rollout, policy }: Yard): readonly Station[] {
  const at = rollout?.stage ?? -1;
  const stages = (rollout?.plan ?? policy.plan).map(
    (stage, index): Station => ({
      name:
        stage.audience.kind === 'cohort' ? stage.audience.cohort : audienceInWords(stage.audience),
      kind: 'stage',
      minimumMs: stage.minimumMs,
      groups: groups.filter(
        ({ station }) => typeof station === 'object' && station.stage === index,
      ),
      reached: index < at ? 'passed' : index === at ? 'here' : 'ahead',
    }),
  );
  const reached = rollout === null ? 'ahead' : 'passed';
  const standing = (kind: 'waiting' | 'princess') =>
    groups.filter(({ station }) => station === kind);
  return [
    { name: 'Waiting', kind: 'waiting', groups: standing('waiting'), reached },
    { name: 'Princess', kind: 'princess', groups: standing('princess'), reached },
    ...stages,
    { name: 'Live', kind: 'live', groups: [], reached: 'ahead' },
  ];
}

export const isMoving = ({ station }: YardGroup) => typeof station === 'object';

/** How much of a stage's least time is over, from 0 to 1, and what is left of it. */
export function progressOf({ stageSince, stageEndsAt }: Rollout, now: number) {
  const since = Date.parse(stageSince);
  const until = Date.parse(stageEndsAt);
  const leftMs = Math.max(until - now, 0);
  const part = until > since ? (now - since) / (until - since) : 1;
  return { part: Math.min(Math.max(part, 0), 1), leftMs };
}

export const markInWords = ({ mark }: Pick<Rider, 'mark'>) =>
  mark === null ? 'not marked yet' : `says ${mark}`;

/** What a rider would change. Of what left at once and was never a change, the title says it. */
export const wordsOf = ({ change, words }: Pick<Rider, 'change' | 'words'>): readonly string[] =>
  words.length > 0 || change === null ? words : ['changes nothing any more'];

/** Whether somebody with this role may pass over it. */
export const mayOverride = ({ override }: Blocker, role: Role): boolean =>
  override !== 'nobody' && isAtLeast(role, override);

export const isSameBlocker = (one: Override, other: Override) =>
  one.type === other.type && one.change === other.change;

/** The changes that one can ride with or before. */
export const aboardOf = ({ groups }: Yard) =>
  groups
    .filter((group) => group.station === 'waiting' && group.rides === 'together')
    .flatMap(({ riders }) =>
      riders.flatMap(({ change, title }) => (change === null ? [] : [{ change, title }])),
    );
