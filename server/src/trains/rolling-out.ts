import type { Actor } from '../platform/work.ts';
import type { CommandTo } from './commands.ts';
import { blockLine } from './holding.ts';
import { type Accepted, done, type Effect, type Outcome, refuse } from './outcome.ts';
import {
  actorOf,
  atStation,
  findGroup,
  isMoving,
  type MovingGroup,
  movingGroup,
  replace,
  type Train,
  without,
} from './train.ts';
import { titled } from './words.ts';

export const guard: Actor = { kind: 'system', id: 'guard', name: 'The guard' };

/** One stage further, or home. A rollback minds neither time nor holds, nor that the verdict is on an older stage. */
export function advance(
  train: Train,
  { group: id, stage, verdict, why, at }: CommandTo<'advance'>,
): Outcome {
  const group = findGroup(train, id);
  if (group === undefined || !isMoving(group)) {
    return refuse('conflict', `Group ${id} is not rolling out`);
  }
  if (verdict === 'roll back') return takeBack(train, group, guard, why, at);
  if (group.station.stage !== stage) {
    const now = group.station.stage + 1;
    return refuse('conflict', `Group ${id} is at stage ${now} now, not at stage ${stage + 1}`);
  }
  const reason = reasonToStay(train, group, at) ?? (verdict === 'hold' ? why : undefined);
  if (reason !== undefined) {
    return refuse('conflict', `Group ${id} stays at stage ${stage + 1}: ${reason}`);
  }

  if (stage + 1 >= group.plan.length) return done(without(train, group), { do: 'arrive', group });
  const next = atStation(group, { stage: stage + 1 }, at);
  return done(replace(train, next), { do: 'stage', group: next, stage: stage + 1 });
}

function reasonToStay({ holds }: Train, group: MovingGroup, at: number): string | undefined {
  const [hold] = holds;
  if (hold !== undefined) return `${hold.by.name} holds the train: ${hold.reason}`;
  const worried = group.riders.find(({ mark }) => mark === 'uh-oh');
  if (worried !== undefined) return `${worried.author.name} says uh-oh to ${titled(worried)}`;
  const minimumMs = group.plan[group.station.stage]?.minimumMs ?? 0;
  const leftMs = group.since + minimumMs - at;
  return leftMs > 0 ? `${Math.ceil(leftMs / 1000)} s of its minimum time are left` : undefined;
}

/** Takes back what is rolling out. Live was never changed. */
export function abort(
  train: Train,
  { group: id, reason = '', by, at }: CommandTo<'abort'>,
): Outcome {
  const moving = movingGroup(train);
  if (moving?.id !== id) return refuse('conflict', `Group ${id} is not rolling out`);
  return takeBack(train, moving, by, reason, at);
}

/** The line is blocked until a person lifts the hold. */
function takeBack(
  train: Train,
  group: MovingGroup,
  by: Actor,
  reason: string,
  at: number,
): Accepted {
  const why = reason && `: ${reason}`;
  const hold = {
    by: actorOf(by),
    reason: `the release of group ${group.id} was taken back${why}`,
    since: at,
  };
  const words = `${by.name} took back the release of group ${group.id}${why}`;
  return blockLine(without(train, group), hold, words, { do: 'abort', group, reason });
}

/** Goes ahead of everything: what moves is taken back first. */
export function rollBack(
  train: Train,
  { do: deed, release, reason = '', by, at }: CommandTo<'roll-back' | 'restore'>,
): Accepted {
  const why = reason && `: ${reason}`;
  const [was, words] =
    deed === 'roll-back'
      ? [`release ${release} was rolled back`, `rolled back release ${release}`]
      : [`everything went back to release ${release}`, `went back to release ${release}`];
  const hold = { by: actorOf(by), reason: `${was}${why}`, since: at };
  const moving = movingGroup(train);
  const aborts: Effect[] = moving ? [{ do: 'abort', group: moving, reason: hold.reason }] : [];
  return blockLine(
    moving ? without(train, moving) : train,
    hold,
    `${by.name} ${words}${why}`,
    ...aborts,
    { do: deed, release, reason },
  );
}

/** One switch for everybody, past queue, hold and freeze; what rolls out goes on without or with it. */
export const turn = (
  train: Train,
  { do: deed, switch: key, reason = '' }: CommandTo<'kill' | 'revive'>,
): Accepted => done(train, { do: deed, switch: key, reason });
