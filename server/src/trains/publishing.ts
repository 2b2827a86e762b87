import * as changes from '../changes/service.ts';
import { frozenAt } from '../environments/freeze.ts';
import type { Environment } from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import { type Edit, editsOf } from '../releases/edits.ts';
import { type ImportFile, type ImportMode, introduceNew } from '../releases/export-file.ts';
import * as releases from '../releases/service.ts';
import { summaryOf } from '../releases/words.ts';
import * as switches from '../switches/service.ts';
import { blockersOf } from './blockers.ts';
import type { Command, Someone } from './commands.ts';
import {
  acceptedOf,
  type Conducted,
  conduct,
  follow,
  look,
  type Scene,
  shownBlockers,
} from './conduct.ts';
import { extentOf } from './extent.ts';
import { fullFacts, type Known, know, passengerOf } from './knowledge.ts';
import { apply } from './machine.ts';
import { type Blocker, blocked } from './outcome.ts';
import { grantsOf } from './someone.ts';
import { actorOf, type Group, groupOf, movingGroup, type Passenger } from './train.ts';
import { titled } from './words.ts';

export interface Wish {
  readonly by: Someone;
  readonly reason?: string | undefined;
}

/** What could not leave at once has become a change, and leaves as soon as it can. */
export interface Waiting {
  readonly waiting: {
    readonly change: number;
    readonly group: number;
    readonly blockers: ReturnType<typeof shownBlockers>;
  };
}

export type Publishing = releases.Published | Waiting;

export const isWaiting = (outcome: Publishing): outcome is Waiting => 'waiting' in outcome;

/** Lets edits leave at once, as a release of their own; or, if something is in the way, as soon as they can. */
export async function publish(
  work: Work,
  environment: string,
  { edits, ...wish }: Wish & { readonly edits: readonly Edit[] },
): Promise<Publishing> {
  const scene = await look(work, environment);
  const asked = { edits, reason: wish.reason, grants: grantsOf(wish.by, environment) };
  if (isOpen(scene, work)) return releases.publish(work, environment, asked);
  const preview = await releases.preview(work, environment, asked);
  return leaveAtOnce(work, scene, edits, preview, wish);
}

/** What a file holds, likewise. */
export async function importFile(
  work: Work,
  environment: string,
  file: ImportFile,
  mode: ImportMode,
  wish: Wish,
): Promise<Publishing> {
  const scene = await look(work, environment);
  const asked = { reason: wish.reason, grants: grantsOf(wish.by, environment) };
  if (isOpen(scene, work)) return releases.importFile(work, environment, file, mode, asked);
  const preview = await releases.previewImport(work, environment, file, mode, asked);
  await introduceNew(work, file);
  return leaveAtOnce(work, scene, editsOf(preview.changes), preview, wish);
}

/** Whether whatever is permitted is live at once. */
function isOpen({ environment: { policy }, kept: { train } }: Scene, { now }: Reading): boolean {
  return (
    policy.express === 'anything' &&
    policy.expressApprovals === 0 &&
    policy.plan.length === 0 &&
    train.holds.length === 0 &&
    movingGroup(train) === undefined &&
    frozenAt(policy.freezes, now.getTime()) === undefined
  );
}

async function leaveAtOnce(
  work: Work,
  scene: Scene,
  edits: readonly Edit[],
  { changes: planned, warnings }: releases.Preview,
  { by, reason }: Wish,
): Promise<Publishing> {
  const { environment, kept } = scene;
  const { key, policy } = environment;
  if (planned.length === 0) return nothingIn(work, environment, warnings);
  const title = summaryOf(planned);
  const group = kept.train.nextGroup;
  const passenger: Passenger = {
    change: `express ${group}`,
    title,
    author: actorOf(by),
    touches: [],
    extent: extentOf(planned, await switches.itemsOf(work, key)),
  };
  const at = work.now.getTime();
  const boarded = acceptedOf(apply(kept.train, { do: 'express', by, passenger, at }, policy));
  const nothing = { change: passenger.change, approvals: 0, conflicts: [], waitsFor: [] };
  const facts = { changes: [nothing], problems: [] };
  const departed = apply(boarded.train, { do: 'depart-due', group, facts, at }, policy);
  if ('refused' in departed) {
    const draft = { title, description: reason, edits };
    const change = await changes.open(work, key, draft, passenger.author);
    const { blockers } = await express(work, scene, change, by);
    return { waiting: { change: change.number, group, blockers: shownBlockers(blockers) } };
  }
  const { published } = await follow(work, scene, departed, { edits, reason });
  const { release, isNew } = published as releases.Published;
  return { release, warnings, isNew };
}

async function nothingIn(
  work: Work,
  { key, release }: Environment,
  warnings: readonly string[],
): Promise<releases.Published> {
  if (release === 0) {
    throw new Problem('invalid', `Nothing to change: ${key} is like that already`);
  }
  return { release: await releases.find(work, key, release), warnings, isNew: false };
}

/** Lets a change leave past the queue: at once, or as soon as what is in its way has passed by itself. */
export async function express(
  work: Work,
  scene: Scene,
  change: changes.Change,
  by: Someone,
): Promise<{ readonly blockers: readonly Blocker[] }> {
  const { environment } = scene;
  const { key, policy } = environment;
  const at = work.now.getTime();
  const items = await switches.itemsOf(work, key);
  const [known] = (await know(work, key, [change], items)).values();
  const passenger = passengerOf(known as Known, items);
  const boarded = await conduct(work, scene, { do: 'express', by, passenger, at });
  const { train } = boarded.scene.kept;
  const group = groupOf(train, passenger.change) as Group;
  const facts = await fullFacts(work, key, group, items);
  const blockers = blockersOf(train, group, facts, policy, at);
  if (blockers.some(({ severity }) => severity === 'stops')) {
    acceptedOf(blocked(`${titled(passenger)} cannot leave`, blockers));
  }
  if (blockers.length === 0) {
    await conduct(work, boarded.scene, { do: 'depart-due', group: group.id, facts, at });
  }
  return { blockers };
}

/**
 * Undoes a release, ahead of everything: whatever rolls out is taken back first, and the train is held. One that rolls
 * out itself is taken back, also under a number that it had before a kill.
 */
export async function rollBack(
  work: Work,
  environment: string,
  number: number,
  wish: Wish,
): Promise<releases.Published> {
  const scene = await look(work, environment);
  const release = await releases.find(work, environment, number);
  const { nothing, warnings } = await releases.previewRollback(work, environment, number);
  if (!nothing) return goBack(work, scene, { do: 'roll-back', release: number }, wish);
  const moving = movingGroup(scene.kept.train);
  const wasLive = release.outcome === 'arrived';
  return wasLive || release.train?.group === moving?.id
    ? takeBack(work, scene, number, warnings, wish)
    : unchanged(work, scene, number, warnings);
}

/** Back to how everything was after a release, likewise ahead of everything. */
export async function restore(
  work: Work,
  environment: string,
  number: number,
  wish: Wish,
): Promise<releases.Published> {
  const scene = await look(work, environment);
  const { changes, warnings } = await releases.previewRestore(work, environment, number, {
    grants: grantsOf(wish.by, environment),
  });
  return changes.length > 0
    ? goBack(work, scene, { do: 'restore', release: number }, wish)
    : takeBack(work, scene, number, warnings, wish);
}

async function goBack(
  work: Work,
  scene: Scene,
  how: { readonly do: 'roll-back' | 'restore'; readonly release: number },
  { by, reason }: Wish,
): Promise<releases.Published> {
  const errand = { grants: grantsOf(by, scene.environment.key), reason };
  const at = work.now.getTime();
  return publishedBy(await conduct(work, scene, { ...how, by, reason, at } as Command, errand));
}

/** What is live is right already, but not what rolls out, if something does. */
async function takeBack(
  work: Work,
  scene: Scene,
  number: number,
  warnings: readonly string[],
  { by, reason }: Wish,
): Promise<releases.Published> {
  const moving = movingGroup(scene.kept.train);
  if (moving === undefined) return unchanged(work, scene, number, warnings);
  const at = work.now.getTime();
  return publishedBy(await conduct(work, scene, { do: 'abort', by, group: moving.id, reason, at }));
}

/** Nobody has to be held up. The release that is live, or else the one that was asked about. */
async function unchanged(
  work: Work,
  { environment: { key, release: live } }: Scene,
  number: number,
  warnings: readonly string[],
): Promise<releases.Published> {
  return { release: await releases.find(work, key, live || number), warnings, isNew: false };
}

/** Off for everybody until it is revived, past queue, hold and freeze. */
export const kill = (work: Work, environment: string, key: string, wish: Wish) =>
  turn(work, environment, key, wish, 'kill');

export const revive = (work: Work, environment: string, key: string, wish: Wish) =>
  turn(work, environment, key, wish, 'revive');

async function turn(
  work: Work,
  environment: string,
  key: string,
  { by, reason }: Wish,
  deed: 'kill' | 'revive',
): Promise<releases.Published> {
  const scene = await look(work, environment);
  const errand = { grants: grantsOf(by, environment), reason };
  const at = work.now.getTime();
  const turned = { by, switch: key, reason, at };
  const command: Command =
    deed === 'kill' ? { do: 'kill', ...turned } : { do: 'revive', ...turned };
  return publishedBy(await conduct(work, scene, command, errand));
}

const publishedBy = ({ published }: Conducted) => published as releases.Published;
