import { describeChange } from '@switchyard/core';
import type { Ride } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import type { CanaryPlan } from '../environments/plan.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Reading, Work } from '../platform/work.ts';
import * as switches from '../switches/service.ts';
import { carryOut, checksumOf, nothingIn, type Published } from './door.ts';
import { afterwards, changesOf, type Edit, editsOf, keepingKills } from './edits.ts';
import { find, type Release } from './history.ts';
import { look, type Plan, planEdits } from './plan.ts';
import { showAtPrincess } from './princess.ts';
import * as store from './store.ts';
import { stageInWords, summaryOf } from './words.ts';

/** The release that is rolling out: what some already have, by chance or by choice, on top of what is live. */
export type Candidate = store.CandidateRow & {
  /** What it changes, for people. */
  readonly words: readonly string[];
};

/** What is to leave, and how. */
export interface Departure {
  /** Of one thing also several, if each is about other fields. */
  readonly edits: readonly Edit[];
  readonly reason?: string | undefined;
  readonly ride: Ride;
  /** Empty: live at once. */
  readonly plan: CanaryPlan;
  /** The attribute that is the unit; null for the targeting key. */
  readonly by: string | null;
}

export async function candidateOf(
  reading: Reading,
  environment: string,
): Promise<Candidate | undefined> {
  const row = await store.candidate(reading.tx, environment);
  if (row === undefined) return undefined;
  const items = await switches.itemsOf(reading, environment);
  const words = changesOf(items, keepingKills(items, row.edits)).flatMap(
    ({ kind, key, before, after }) =>
      describeChange(kind, before, after).map((each) => `${key}: ${each}`),
  );
  return { ...row, words };
}

/** Refuses while something rolls out: only kills and rollbacks do not wait. */
export async function refuseWhileOut({ tx }: Reading, environment: string): Promise<void> {
  const candidate = await store.candidate(tx, environment);
  if (candidate === undefined) return;
  const { release } = candidate;
  throw new Problem(
    'conflict',
    `Release ${release} is rolling out in ${environment}. Nothing else is published there until it arrives or is taken back`,
    { rollingOut: release },
  );
}

/** Lets edits leave as one release: out to the first stage of the plan, or live at once if it has none. */
export async function depart(
  work: Work,
  environment: string,
  { edits, reason, ride, plan: stages, by }: Departure,
): Promise<Published> {
  await refuseWhileOut(work, environment);
  await showAtPrincess(work, environment, ride.group, null);
  const plan = await planEdits(work, await look(work, environment), edits);
  if (stages.length === 0) return carryOut(work, plan, { action: 'publish', reason, train: ride });
  if (plan.changes.length === 0) return nothingIn(work, plan);
  const release = await sendOut(work, plan, {
    salt: work.random(16).toString('base64url'),
    by,
    plan: stages,
    stage: 0,
    stageSince: work.now,
    startedAt: work.now,
    reason: reason ?? null,
    train: ride,
  });
  return { release, warnings: plan.warnings, isNew: true };
}

/** What stays the same when it gets another number. */
type Journey = Omit<store.CandidateRow, 'environment' | 'release' | 'entry' | 'edits'>;

/** Under the next number. */
export async function sendOut(
  work: Work,
  { environment, changes, after }: Plan,
  journey: Journey,
  how?: string,
): Promise<Release> {
  const { key } = environment;
  const number = environment.numbered + 1;
  const { seq } = await environments.move(work, environment, { numbered: number });
  const checksum = checksumOf(after);
  const { seq: entry } = await deployLog.record(work, {
    kind: 'config',
    action: 'depart',
    environment: key,
    // Says what, and not how far it is by now: it stays for ever.
    title: how === undefined ? summaryOf(changes) : `${summaryOf(changes)} (${how})`,
    reason: journey.reason ?? undefined,
    release: number,
    train: journey.train,
    effect: { changes, checksum },
  });
  await store.insert(work.tx, {
    environment: key,
    number,
    seq,
    entry,
    checksum,
    outcome: 'rolling-out',
    settled: null,
  });
  await store.insertCandidate(work.tx, {
    ...journey,
    environment: key,
    release: number,
    entry,
    edits: editsOf(changes),
  });
  work.announce({ kind: 'released', environment: key });
  return find(work, key, number);
}

/** One stage further. */
export async function toStage(work: Work, environment: string, stage: number): Promise<void> {
  const { release, plan, stage: before } = await candidateIn(work, environment);
  if (stage !== before + 1 || stage >= plan.length) {
    throw new Error(
      `Release ${release} of ${environment} is at stage ${before}, not before ${stage}`,
    );
  }
  await environments.move(work, await environments.find(work, environment));
  await store.updateCandidate(work.tx, environment, { stage, stageSince: work.now });
  await deployLog.record(work, {
    kind: 'config',
    action: 'stage',
    environment,
    title: `Release ${release} goes on (${stageInWords(plan, stage)})`,
    release,
  });
  work.announce({ kind: 'released', environment });
}

/** Makes what rolls out live for everybody, under its own number. */
export async function arrive(work: Work, environmentKey: string): Promise<Published> {
  const candidate = await candidateIn(work, environmentKey);
  const { release: number } = candidate;
  const { environment, items } = await look(work, environmentKey);
  const changes = changesOf(items, keepingKills(items, candidate.edits));
  const after = afterwards(items, changes, number);
  const checksum = checksumOf(after);
  const { checksum: departed } = await find(work, environmentKey, number);
  if (checksum !== departed) {
    throw new Error(`Release ${number} of ${environmentKey} would not arrive as what departed`);
  }

  const { seq } = await environments.move(work, environment, { release: number });
  await switches.put(work, environmentKey, changes, number);
  const { seq: settled } = await deployLog.record(work, {
    kind: 'config',
    action: 'arrive',
    environment: environmentKey,
    title: `Release ${number} is live for everybody: ${summaryOf(changes)}`,
    release: number,
    settles: candidate.entry,
    effect: { changes, checksum },
  });
  await store.settle(work.tx, candidate, { outcome: 'arrived', settled, seq });
  await store.removeCandidate(work.tx, environmentKey);
  work.announce({ kind: 'released', environment: environmentKey });
  return { release: await find(work, environmentKey, number), warnings: [], isNew: true };
}

/** Takes back what rolls out: it was never live, and its number is spent. */
export async function abort(work: Work, environment: string, reason?: string): Promise<Release> {
  const candidate = await candidateIn(work, environment);
  const { release } = candidate;
  await environments.move(work, await environments.find(work, environment));
  await takeBack(work, candidate, `Release ${release} was taken back`, reason);
  work.announce({ kind: 'released', environment });
  return find(work, environment, release);
}

/** For whoever rolls back or restores: what rolls out has to be gone before. */
export async function abortIfOut(
  work: Work,
  environment: string,
  reason?: string,
): Promise<Release | undefined> {
  const isOut = (await store.candidate(work.tx, environment)) !== undefined;
  return isOut ? abort(work, environment, reason) : undefined;
}

/** As its number is spent, whatever rolls out next has another. */
export async function takeBack(
  work: Work,
  candidate: store.CandidateRow,
  title: string,
  reason?: string,
): Promise<void> {
  const { environment, release, entry } = candidate;
  const { seq: settled } = await deployLog.record(work, {
    kind: 'config',
    action: 'abort',
    environment,
    title,
    reason,
    release,
    settles: entry,
  });
  await store.settle(work.tx, candidate, { outcome: 'aborted', settled });
  await store.removeCandidate(work.tx, environment);
}

/** Whoever asks knows that one is out: else it is a bug. */
async function candidateIn({ tx }: Reading, environment: string): Promise<store.CandidateRow> {
  const candidate = await store.candidate(tx, environment);
  if (candidate === undefined) throw new Error(`Nothing rolls out in ${environment}`);
  return candidate;
}
