import * as changes from '../changes/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import { rolloutIn } from '../releases/rollout.ts';
import type * as releases from '../releases/service.ts';
import type { Command } from './commands.ts';
import { carryOut, type Errand } from './effects.ts';
import { groupsByChange, numberOf } from './knowledge.ts';
import { apply } from './machine.ts';
import { measure } from './measuring.ts';
import type { Accepted, Effect, Outcome, Refusal } from './outcome.ts';
import { noteDeed } from './record.ts';
import * as store from './store.ts';
import type { Train } from './train.ts';

const MOST_MESSAGES = 50;

/** An environment, and its train as one transaction sees it. */
export interface Scene {
  readonly environment: environments.Environment;
  readonly kept: store.Kept;
}

export async function look(reading: Reading, environment: string): Promise<Scene> {
  return {
    environment: await environments.find(reading, environment),
    kept: await store.find(reading.tx, environment),
  };
}

/** Lets the train carry out a command, with everything that it brings about. Refuses in words. */
export async function conduct(
  work: Work,
  scene: Scene,
  command: Command,
  errand: Errand = {},
): Promise<Conducted> {
  const accepted = acceptedOf(apply(scene.kept.train, command, scene.environment.policy));
  const { key } = scene.environment;
  await noteDeed(work, key, command, scene.kept.train, accepted);
  return follow(work, scene, accepted, errand);
}

export interface Conducted {
  /** As it is now. */
  readonly scene: Scene;
  readonly published?: releases.Published | undefined;
}

/** Carries out what the train has accepted: what it brings about, then the train as it is now. */
export async function follow(
  work: Work,
  scene: Scene,
  { train, effects }: Accepted,
  errand: Errand,
): Promise<Conducted> {
  const { environment, kept } = scene;
  const out = await rolloutIn(work, environment.key);
  const published = await carryOut(work, environment, kept.train, effects, errand);
  await measure(work, environment, out);
  work.announce({ kind: 'train-changed', environment: environment.key });
  if (train === kept.train) return { scene, published };
  await moveChanges(work, environment.key, kept.train, train, effects);
  const after = { train, messages: withTold(kept, effects, work.now), version: kept.version + 1 };
  await store.save(work.tx, environment.key, after, work.now);
  return { scene: { ...scene, kept: after }, published };
}

export function acceptedOf(outcome: Outcome): Accepted {
  if ('refused' in outcome) throw problemOf(outcome.refused);
  return outcome;
}

/** What others than the machine call the change that a blocker is about. */
export const shownBlockers = (blockers: Refusal['blockers'] = []) =>
  blockers.map((each) => ({
    ...each,
    change: each.change === null ? null : (numberOf({ change: each.change })[0] ?? null),
  }));

const problemOf = ({ code, message, blockers }: Refusal) =>
  new Problem(code, message, blockers ? { blockers: shownBlockers(blockers) } : {});

/** Who came aboard and who is off it again. Who departed is taken care of by what that brought about. */
async function moveChanges(
  work: Work,
  environment: string,
  before: Train,
  after: Train,
  effects: readonly Effect[],
): Promise<void> {
  const [was, is] = [groupsByChange(before), groupsByChange(after)];
  const left = new Set(
    effects.flatMap((each) =>
      each.do === 'depart' || each.do === 'arrive' || each.do === 'abort'
        ? each.group.riders.flatMap(numberOf)
        : [],
    ),
  );
  const [came, went] = [
    [...is.keys()].filter((each) => !was.has(each) && !left.has(each)),
    [...was.keys()].filter((each) => !is.has(each) && !left.has(each)),
  ];
  await changes.move(work, environment, came, { status: 'aboard' });
  await changes.move(work, environment, went, { status: 'open' });
}

const withTold = (
  { messages }: store.Kept,
  effects: readonly Effect[],
  now: Date,
): readonly store.Message[] =>
  [
    ...messages,
    ...effects.flatMap((each) =>
      each.do === 'tell' ? [{ to: each.to, message: each.message, at: now.getTime() }] : [],
    ),
  ].slice(-MOST_MESSAGES);
