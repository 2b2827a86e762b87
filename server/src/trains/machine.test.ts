import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy } from '../environments/policy.ts';
import { dueAt } from './clock.ts';
import type { Command } from './commands.ts';
import { apply } from './machine.ts';
import type { Accepted } from './outcome.ts';
import { alice, bob, dora, facts, MINUTE_MS, NOON, type Timeless } from './testing/depot.ts';
import { checkStep, checkTrain, isSentence, must } from './testing/invariants.ts';
import { commandOf, policies, rides, roleOf } from './testing/rides.ts';
import { topicOf } from './topic.ts';
import { emptyTrain, findGroup, headOf, isExpress, isMoving, type Train } from './train.ts';

const fixed = { seed: 20_260_701, numRuns: 2_000 };

/** Deeply, so that whoever changes it throws. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.values(value).forEach(frozen);
  return Object.freeze(value);
}

interface Step {
  readonly before: Train;
  readonly command: Command;
  readonly accepted: Accepted | undefined;
}

/** Runs a random ride. Everything that goes in is frozen: to change it would throw. */
function ride(moves: Parameters<typeof commandOf>[1][], policy: Policy): Step[] {
  const steps: Step[] = [];
  let [train, now] = [emptyTrain, NOON];
  for (const move of moves) {
    const command = frozen(commandOf(train, move, now));
    const outcome = apply(frozen(train), command, frozen(policy));
    const accepted = 'refused' in outcome ? undefined : outcome;
    if ('refused' in outcome) must(outcome.refused.message, isSentence(outcome.refused.message));
    steps.push({ before: train, command, accepted });
    train = accepted?.train ?? train;
    now = command.at;
  }
  return steps;
}

const lastOf = (steps: readonly Step[]): Train => {
  const last = steps.at(-1);
  return last?.accepted?.train ?? last?.before ?? emptyTrain;
};

function everyRide(check: (steps: Step[], policy: Policy) => void, numRuns = fixed.numRuns) {
  fc.assert(
    fc.property(rides, policies, (moves, policy) => check(ride(moves, policy), policy)),
    { ...fixed, numRuns },
  );
}

test('whatever people try, in whatever order, the rules of the train hold', () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  everyRide((steps, policy) => {
    checkJourneys(steps);
    for (const { before, command, accepted } of steps) {
      count(`${command.do} ${accepted ? 'accepted' : 'refused'}`);
      if (accepted === undefined) continue;
      checkTrain(accepted.train);
      checkStep(before, command, accepted, policy);
      for (const effect of accepted.effects) {
        if (effect.do !== 'tell') count(effect.do);
        if (effect.do !== 'depart') continue;
        if (effect.overridden.length > 0) count('override');
        if (effect.group.riders.length > 2) count('large group out');
        if (effect.group.rides === 'express') count('express out');
      }
    }
  });
  // It would prove nothing if trains never got anywhere.
  for (const what of worthSeeing) {
    expect([what, Math.min(seen.get(what) ?? 0, 50)]).toEqual([what, 50]);
  }
});

const worthSeeing = [
  ...['depart', 'stage', 'arrive', 'abort', 'override', 'large group out', 'express out'],
  ...['from-princess', 'schedule accepted', 'board-due accepted', 'drive accepted'],
];

test('rollback and kill are accepted in every state, from every developer, and take effect at once', () => {
  everyRide((steps, policy) => {
    for (const { before, command } of steps) {
      const { at } = command;
      const back = { do: 'roll-back', at, by: bob, release: 7 } as const;
      const rolled = accepted(before, back, policy);
      checkTrain(rolled.train);
      checkStep(before, back, rolled, policy);
      const moving = before.groups.filter(isMoving);
      const [staying, left] = [before, rolled.train].map(({ groups }) =>
        groups.filter((each) => !isMoving(each)).map(({ id }) => id),
      );
      const aborted = rolled.effects.flatMap((each) => (each.do === 'abort' ? [each.group] : []));
      must('it takes back what moves', isDeepStrictEqual(aborted, moving));
      must('nothing moves any more', !rolled.train.groups.some(isMoving));
      must('everybody else stays', isDeepStrictEqual(staying, left));
      must('it holds the train', rolled.train.holds.length > 0);
      must('it happens', rolled.effects.filter((each) => each.do === 'roll-back').length === 1);

      for (const deed of ['kill', 'revive'] as const) {
        const turned = accepted(before, { do: deed, at, by: dora, switch: 'x' }, policy);
        const effect = { do: deed, switch: 'x', reason: '' };
        must(deed, isDeepStrictEqual(turned, { train: before, effects: [effect] }));
      }
      const abort = { do: 'abort', at, by: bob, group: moving[0]?.id ?? 1 } as const;
      const isAborted = !('refused' in apply(before, abort, policy));
      must('what moves can be taken back', isAborted === (moving.length === 1));
    }
  }, 200);
});

/** Every release takes every stage of its plan once, in order, and no group comes back. */
function checkJourneys(steps: readonly Step[]): void {
  const ended = new Set<number>();
  const journeys = new Map<number, number>();
  for (const { accepted } of steps) {
    for (const effect of accepted?.effects ?? []) {
      if (!('group' in effect)) continue;
      const { id, plan } = effect.group;
      const stages = journeys.get(id);
      must('what has ended is over', !ended.has(id));
      if (effect.do === 'depart') {
        must('a group departs once', stages === undefined);
        journeys.set(id, 1);
      } else if (effect.do === 'stage') {
        must('stages come one after the other', stages === effect.stage);
        journeys.set(id, effect.stage + 1);
      } else if (effect.do === 'arrive') {
        must('no stage is left out', stages === Math.max(1, plan.length));
      }
      if (effect.do === 'arrive' || effect.do === 'abort') ended.add(id);
    }
    for (const { id } of accepted?.train.groups ?? []) must('no group returns', !ended.has(id));
  }
}

test('the same commands give the same train, also when it lay in a database in between', () => {
  everyRide((steps, policy) => {
    const replayed = steps.reduce((train: Train, { command }) => {
      const outcome = apply(stored(train), stored(command), stored(policy));
      return 'refused' in outcome ? train : outcome.train;
    }, emptyTrain);
    expect(replayed).toStrictEqual(lastOf(steps));
    expect(stored(replayed)).toStrictEqual(replayed);
  }, 300);
});

const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value));

test('nobody can bring a train into a state from which it does not get home', () => {
  everyRide((steps, policy) => {
    let train = lastOf(steps);
    let at = steps.at(-1)?.command.at ?? NOON;
    const unfrozen = { ...policy, freezes: [] };
    const give = (command: Timeless) => {
      at += 10 * MINUTE_MS;
      train = accepted(train, { ...command, at } as Command, unfrozen).train;
    };
    for (const id of new Set(train.holds.map(({ by }) => by.id))) {
      give({ do: 'unhold', by: dora, of: id });
    }
    for (let rounds = 0; train.groups.length > 0; rounds++) {
      expect(rounds).toBeLessThan(500);
      give(nextStepHome(train, policy));
    }
    expect(train.groups).toEqual([]);
  }, 300);
});

/** What dora, an administrator, and the authors do next to bring everything home. */
function nextStepHome(train: Train, policy: Policy): Timeless {
  const group = train.groups.find(isMoving) ?? train.groups.find(isExpress) ?? headOf(train);
  if (group === undefined) throw new Error('No group');
  const { id, riders, driver, station } = group;
  const known = facts(riders.map(({ change }) => change));
  if (typeof station === 'object') {
    const worried = riders.find(({ mark }) => mark === 'uh-oh');
    return worried
      ? { do: 'mark', by: dora, change: worried.change, mark: 'good', reason: 'it is fine' }
      : { do: 'advance', group: id, stage: station.stage, verdict: 'advance', why: '' };
  }
  if (isExpress(group)) return { do: 'depart-due', group: id, facts: known };
  if (driver.id !== dora.id) return { do: 'drive', by: dora, group: id, driver: dora };
  if (station === 'waiting' && policy.isPrincessRequired) {
    return { do: 'princess', by: dora, group: id, facts: known };
  }
  const silent = riders.find(({ mark }) => mark !== 'good');
  return silent
    ? {
        do: 'mark',
        by: { ...silent.author, role: roleOf(silent.author.id) },
        change: silent.change,
        mark: 'good',
      }
    : { do: 'depart', by: dora, group: id, facts: known, overrides: [] };
}

test('the clock always knows what to do, and the train always has a line for it', () => {
  everyRide((steps, policy) => {
    for (const { before, command } of steps) {
      const topic = topicOf(before);
      must(topic, /^[\w<]/.test(topic) && !topic.includes('undefined'));
      for (const due of dueAt(before, command.at)) {
        if (due.do === 'board-due') accepted(before, { ...due, at: command.at }, policy);
        else expect(findGroup(before, due.group)).toBeDefined();
      }
    }
  }, 300);
});

test('who may only look may do nothing', () => {
  const viewer = { ...alice, role: 'viewer' } as const;
  everyRide((steps, policy) => {
    for (const { before, command } of steps) {
      if (!('by' in command)) continue;
      const outcome = apply(before, { ...command, by: viewer }, policy);
      expect('refused' in outcome && outcome.refused.code).toBe('forbidden');
    }
  }, 200);
});

function accepted(train: Train, command: Command, policy: Policy): Accepted {
  const outcome = apply(train, command, policy);
  if ('refused' in outcome) throw new Error(`${command.do}: ${outcome.refused.message}`);
  return outcome;
}
