import { describeChange } from '@switchyard/core';
import type { ChangeInWords } from '../deploy-log/entry.ts';
import * as deployLog from '../deploy-log/service.ts';
import { Problem } from '../platform/problem.ts';
import type { Grants } from '../platform/roles.ts';
import type { Reading, Work } from '../platform/work.ts';
import { idOf } from '../switches/items.ts';
import { carryOut, type Published } from './door.ts';
import { afterwards, changesOf, type Edit, withFields } from './edits.ts';
import {
  type ExportFile,
  exportOf,
  type ImportFile,
  type ImportMode,
  introduceNew,
  outcomesOf,
} from './export-file.ts';
import * as history from './history.ts';
import { look, type Plan, planEdits, planOutcomes, refuseUnless, type Scene } from './plan.ts';
import { fit, type Kept, restore as restoration, type Undoing, undo } from './undoing.ts';

export type { Published } from './door.ts';
export type { Edit } from './edits.ts';
export { find, list } from './history.ts';
export { verify } from './verification.ts';

/** What somebody wants to publish, and what they may. */
export interface Wish {
  readonly reason?: string | undefined;
  readonly grants: Grants;
}

export interface Preview {
  readonly changes: readonly ChangeInWords[];
  readonly warnings: readonly string[];
}

/** Publishes edits to one environment, all or none, as one release and one deploy log entry. */
export async function publish(
  work: Work,
  environment: string,
  { edits, grants, reason }: Wish & { edits: readonly Edit[] },
): Promise<Published> {
  const scene = await look(work, environment);
  const plan = await planEdits(work, scene, edits, grants);
  return carryOut(work, plan, { action: 'publish', reason });
}

export async function preview(
  reading: Reading,
  environment: string,
  { edits, grants }: Wish & { edits: readonly Edit[] },
): Promise<Preview> {
  const scene = await look(reading, environment);
  return shown(await planEdits(reading, scene, edits, grants));
}

/** Turns a switch off for everybody until it is revived, whatever else changes. */
export const kill = (work: Work, environment: string, key: string, wish: Wish) =>
  setKilled(work, environment, key, wish, 'kill');

/** Lifts a kill: the switch is again what its rules say. */
export const revive = (work: Work, environment: string, key: string, wish: Wish) =>
  setKilled(work, environment, key, wish, 'revive');

async function setKilled(
  work: Work,
  environmentKey: string,
  key: string,
  { grants, reason }: Wish,
  action: 'kill' | 'revive',
): Promise<Published> {
  const scene = await look(work, environmentKey);
  const { environment, items } = scene;
  refuseUnless(grants, environment, action === 'kill' ? 'developer' : environment.policy.publish);
  const thing = { kind: 'switch', key } as const;
  const current = items.get(idOf(thing));
  if (current === undefined) {
    throw new Problem(
      'not-found',
      `There is no switch ${JSON.stringify(key)} in ${environmentKey}`,
    );
  }
  const killed = action === 'kill' ? true : null;
  const after = withFields(current.value, [['killed', killed]]);
  const changes = changesOf(items, [{ ...thing, after }]);
  const plan = { environment, changes, after: afterwards(items, changes, 0), warnings: [] };
  return carryOut(work, plan, { action, reason });
}

/** Undoes exactly the changes of one release. What was changed again since stays, and is listed. */
export async function rollback(
  work: Work,
  environment: string,
  number: number,
  { grants, reason }: Wish,
): Promise<Published> {
  const { plan } = await planRollback(work, environment, number);
  refuseUnless(grants, plan.environment, 'developer');
  return carryOut(work, plan, { action: 'rollback', reason, reverts: number });
}

export async function previewRollback(
  reading: Reading,
  environment: string,
  number: number,
): Promise<Preview & { kept: readonly Kept[]; nothing: boolean }> {
  const { plan, kept } = await planRollback(reading, environment, number);
  return { ...shown(plan), kept, nothing: plan.changes.length === 0 };
}

async function planRollback(reading: Reading, environment: string, number: number) {
  const scene = await look(reading, environment);
  const { entry } = await history.find(reading, environment, number);
  const [changes = []] = await deployLog.changesOf(reading, [entry]);
  return planned(scene, undo(scene.items, changes));
}

/** Back to here: makes everything as it was after that release. Kills stay. */
export async function restore(
  work: Work,
  environment: string,
  number: number,
  { grants, reason }: Wish,
): Promise<Published> {
  const plan = await planRestore(work, environment, number, grants);
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
  await history.find(reading, environment, number);
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

/** Never refuses: what would make no sense stays as it is, and the plan's warnings say so. */
function planned({ environment, items }: Scene, undoing: Undoing) {
  const { changes, kept } = fit(items, undoing);
  const after = afterwards(items, changes, environment.release + 1);
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
