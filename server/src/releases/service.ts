import { describeChange } from '@switchyard/core';
import type { ChangeInWords } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import type { Grants } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import { refuseWhileOut } from './candidates.ts';
import { carryOut, type Published } from './door.ts';
import { afterwards, type Edit } from './edits.ts';
import {
  type ExportFile,
  exportOf,
  type ImportFile,
  type ImportMode,
  introduceNew,
  outcomesOf,
} from './export-file.ts';
import * as history from './history.ts';
import {
  look,
  type Plan,
  planEdits,
  planOutcomes,
  refuseUnless,
  refuseUnlessMay,
  type Scene,
  type Wish,
} from './plan.ts';
import * as store from './store.ts';
import { fit, type Kept, restore as restoration, type Undoing, undo } from './undoing.ts';

export type { Candidate, Departure } from './candidates.ts';
export { abort, abortIfOut, arrive, candidateOf, depart, toStage } from './candidates.ts';
export type { Published } from './door.ts';
export type { Edit } from './edits.ts';
export { withEdits } from './edits.ts';
export type { Release } from './history.ts';
export { find, list, liveAt } from './history.ts';
export { kill, revive } from './kills.ts';
export { problemsWith, type Wish } from './plan.ts';
export { princessOf, showAtPrincess } from './princess.ts';
export { verify } from './verification.ts';

export interface Preview {
  readonly changes: readonly ChangeInWords[];
  readonly warnings: readonly string[];
}

/** Publishes edits to one environment, all or none, as one release and one deploy log entry: live at once. */
export async function publish(
  work: Work,
  environment: string,
  { edits, grants, reason }: Wish & { edits: readonly Edit[] },
): Promise<Published> {
  const scene = await look(work, environment);
  refuseUnlessMay(grants, scene, edits);
  await refuseWhileOut(work, environment);
  const plan = await planEdits(work, scene, edits);
  return carryOut(work, plan, { action: 'publish', reason });
}

export async function preview(
  reading: Reading,
  environment: string,
  { edits, grants }: Wish & { edits: readonly Edit[] },
): Promise<Preview> {
  const scene = await look(reading, environment);
  refuseUnlessMay(grants, scene, edits);
  return shown(await planEdits(reading, scene, edits));
}

/**
 * Undoes exactly the changes of one release. What was changed again since stays, and is listed. Whatever rolls out
 * has to be taken back before (`abortIfOut`).
 */
export async function rollback(
  work: Work,
  environment: string,
  number: number,
  { grants, reason }: Wish,
): Promise<Published> {
  const { plan } = await planRollback(work, environment, number);
  refuseUnless(grants, plan.environment, 'developer');
  await mustBeClear(work, environment);
  return carryOut(work, plan, { action: 'rollback', reason, reverts: number });
}

interface RollbackPreview extends Preview {
  readonly kept: readonly Kept[];
  /** The release that rolls out, where it is taken back with it. */
  readonly takesBack: number | null;
  /** Whether nothing of what is live changes. */
  readonly nothing: boolean;
}

export async function previewRollback(
  reading: Reading,
  environment: string,
  number: number,
): Promise<RollbackPreview> {
  const { plan, kept, takesBack } = await planRollback(reading, environment, number);
  return { ...shown(plan), kept, takesBack, nothing: plan.changes.length === 0 };
}

async function planRollback(reading: Reading, environment: string, number: number) {
  const scene = await look(reading, environment);
  const release = await history.find(reading, environment, number);
  const { outcome, entry, settledBy = entry } = release;
  const takesBack = takenBackWith(release, await store.candidate(reading.tx, environment));
  const [changes = []] =
    outcome === 'arrived' ? await deployLog.changesOf(reading, [settledBy]) : [];
  const { plan, kept } = planned(scene, undo(scene.items, changes));
  const words =
    takesBack === null
      ? outcome === 'aborted' && `Release ${number} was never live: there is nothing to roll back`
      : outcome === 'arrived'
        ? `Release ${takesBack} is rolling out: it is taken back`
        : `Release ${takesBack} is still rolling out: it is taken back, and live stays as it is`;
  const warnings = [...plan.warnings, ...(words ? [words] : [])];
  return { plan: { ...plan, warnings }, kept, takesBack };
}

/** Whatever rolls out goes, but for a release that never was live: then only what it has become since a kill. */
const takenBackWith = (
  { outcome, train }: history.Release,
  candidate: store.CandidateRow | undefined,
): number | null =>
  candidate && (outcome !== 'aborted' || candidate.train.group === train?.group)
    ? candidate.release
    : null;

/**
 * Back to here: makes everything as it was after that release; after 0, as before the first. Kills stay. Whatever
 * rolls out has to be taken back before (`abortIfOut`).
 */
export async function restore(
  work: Work,
  environment: string,
  number: number,
  { grants, reason }: Wish,
): Promise<Published> {
  const plan = await planRestore(work, environment, number, grants);
  await mustBeClear(work, environment);
  return carryOut(work, plan, { action: 'restore', reason, restores: number });
}

export const previewRestore = async (
  reading: Reading,
  environment: string,
  number: number,
  { grants }: Wish,
): Promise<Preview> => shown(await planRestore(reading, environment, number, grants));

async function planRestore(
  reading: Reading,
  environment: string,
  number: number,
  grants: Grants,
): Promise<Plan> {
  const scene = await look(reading, environment);
  refuseUnless(grants, scene.environment, 'developer');
  if (number > 0) await history.find(reading, environment, number);
  const wanted = await history.itemsAfter(reading, environment, number);
  return planned(scene, restoration(scene.items, wanted)).plan;
}

/** Publishes what a file holds, as one release. Kills stay. */
export async function importFile(
  work: Work,
  environment: string,
  file: ImportFile,
  mode: ImportMode,
  { grants, reason }: Wish,
): Promise<Published> {
  const plan = await planImport(work, environment, file, mode, grants);
  await refuseWhileOut(work, environment);
  await introduceNew(work, file);
  return carryOut(work, plan, { action: 'import', reason });
}

export const previewImport = async (
  reading: Reading,
  environment: string,
  file: ImportFile,
  mode: ImportMode,
  { grants }: Wish,
): Promise<Preview> => shown(await planImport(reading, environment, file, mode, grants));

async function planImport(
  reading: Reading,
  environment: string,
  file: ImportFile,
  mode: ImportMode,
  grants: Grants,
): Promise<Plan> {
  const scene = await look(reading, environment);
  refuseUnless(grants, scene.environment, scene.environment.policy.publish);
  const { outcomes, warnings } = outcomesOf(scene.items, file, mode);
  const plan = await planOutcomes(reading, scene, outcomes);
  return { ...plan, warnings: [...warnings, ...plan.warnings] };
}

/** Everything in an environment, as one file. */
export const exportFile = async (reading: Reading, environment: string): Promise<ExportFile> =>
  exportOf(reading, await look(reading, environment));

async function mustBeClear({ tx }: Reading, environment: string): Promise<void> {
  const candidate = await store.candidate(tx, environment);
  if (candidate === undefined) return;
  throw new Error(`Release ${candidate.release} still rolls out in ${environment}: abort it first`);
}

/** Never refuses: what would make no sense stays as it is, and the plan's warnings say so. */
function planned({ environment, items }: Scene, undoing: Undoing) {
  const { changes, kept } = fit(items, undoing);
  const after = afterwards(items, changes, environment.numbered + 1);
  const plan: Plan = { environment, changes, after, warnings: kept.map(({ words }) => words) };
  return { plan, kept };
}

const shown = ({ changes, warnings }: Plan): Preview => ({
  changes: changes.map((change) => ({
    ...change,
    words: describeChange(change.kind, change.before, change.after),
  })),
  warnings,
});
