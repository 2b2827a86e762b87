import type { Change } from '../deploy-log/entry.ts';
import type { Environment } from '../environments/service.ts';
import * as environments from '../environments/service.ts';
import { Problem } from '../platform/problem.ts';
import { type Grants, isAtLeast, type Role, roleIn } from '../platform/roles.ts';
import type { Reading } from '../platform/work.ts';
import * as reports from '../reports/service.ts';
import { type Items, idOf, type Thing } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import { type Difference, differencesOf } from './differences.ts';
import { afterwards, changesOf, combine, type Edit, type Outcome, outcomeOf } from './edits.ts';
import { itemBefore } from './history.ts';
import {
  familyWarnings,
  impossibilities,
  isHarmless,
  isThere,
  newFaults,
  refuseInvalid,
} from './validity.ts';

const RECENTLY_MS = 7 * 24 * 60 * 60 * 1000;

/** What somebody wants to publish, and what they may. */
export interface Wish {
  readonly reason?: string | undefined;
  readonly grants: Grants;
}

/** What a release would change, worked out and found right, but not written. */
export interface Plan {
  readonly environment: Environment;
  readonly changes: readonly Change[];
  readonly after: Items;
  /** What whoever publishes it should know. */
  readonly warnings: readonly string[];
}

/** An environment, and what is in it, as one transaction sees them. */
export interface Scene {
  readonly environment: Environment;
  readonly items: Items;
}

export async function look(reading: Reading, environment: string): Promise<Scene> {
  return {
    environment: await environments.find(reading, environment),
    items: await switches.itemsOf(reading, environment),
  };
}

/** Works out edits, and refuses those that are stale or senseless. */
export async function planEdits(
  reading: Reading,
  scene: Scene,
  edits: readonly Edit[],
): Promise<Plan> {
  const { environment, items } = scene;
  refuse(contradictions(edits));
  const combined = combine(edits);
  await refuseStale(reading, environment, items, combined);
  refuse(absences(scene, combined));
  const outcomes = combined.map((edit) => outcomeOf(items, edit));
  return planOutcomes(reading, scene, outcomes);
}

/** Works out what things are to become, and refuses what would make no sense. */
export async function planOutcomes(
  reading: Reading,
  { environment, items }: Scene,
  outcomes: readonly Outcome[],
): Promise<Plan> {
  const changes = changesOf(items, outcomes);
  const after = afterwards(items, changes, environment.numbered + 1);
  refuse(impossibilities(changes, after));
  refuseInvalid(items, after, changes);
  const warnings = [
    ...familyWarnings(items, after, changes),
    ...(await stillAsked(reading, environment, changes)),
  ];
  return { environment, changes, after, warnings };
}

/** Everything in these edits that would make no sense if it were live now, in words. */
export async function problemsWith(
  reading: Reading,
  environment: string,
  edits: readonly Edit[],
): Promise<string[]> {
  const scene = await look(reading, environment);
  const combined = combine(edits);
  const changes = changesOf(
    scene.items,
    combined.map((edit) => outcomeOf(scene.items, edit)),
  );
  const after = afterwards(scene.items, changes, 0);
  const refusals = [
    ...contradictions(edits),
    ...absences(scene, combined),
    ...impossibilities(changes, after),
  ];
  const all = refusals.length > 0 ? refusals : newFaults(scene.items, after, changes);
  return all.map(({ message }) => message);
}

function refuse(refusals: Iterable<Problem>): void {
  for (const refusal of refusals) throw refusal;
}

export function refuseUnless(grants: Grants, environment: Environment, least: Role): void {
  if (isAtLeast(roleIn(grants, environment.key), least)) return;
  throw new Problem('forbidden', `This needs the role ${least} in ${environment.key}`);
}

/** Developers always may make switches that are off. Everything else is for whom the policy names. */
export function refuseUnlessMay(grants: Grants, scene: Scene, edits: readonly Edit[]): void {
  const { environment, items } = scene;
  const changes = changesOf(
    items,
    combine(edits).map((edit) => outcomeOf(items, edit)),
  );
  const isFree = changes.every((change) => isHarmless(change, items));
  refuseUnless(grants, environment, isFree ? 'developer' : environment.policy.publish);
}

/** Several edits of one thing are one edit together, unless they are about the same. */
function* contradictions(edits: readonly Edit[]): Generator<Problem> {
  const wanted = new Map<string, Edit['set']>();
  for (const edit of edits) {
    const id = idOf(edit);
    const other = wanted.get(id);
    wanted.set(id, other && edit.set ? { ...other, ...edit.set } : edit.set);
    if (other === undefined) continue;
    const isAgain =
      other === null ||
      edit.set === null ||
      Object.keys(edit.set).some((field) => Object.hasOwn(other, field));
    if (isAgain) {
      const words = `${nameOf(edit)} is edited twice: put all its fields in one edit`;
      yield new Problem('invalid', words);
    }
  }
}

function* absences({ environment, items }: Scene, edits: readonly Edit[]): Generator<Problem> {
  for (const edit of edits) {
    if (edit.set === null && !items.has(idOf(edit))) {
      yield new Problem('not-found', `There is no ${nameOf(edit)} in ${environment.key}`);
    }
  }
}

/** Somebody else was faster: says field by field what they did and what is wanted now. */
async function refuseStale(
  reading: Reading,
  environment: Environment,
  items: Items,
  edits: readonly Edit[],
): Promise<void> {
  const stale = edits.filter(
    (edit) => edit.base !== undefined && edit.base !== (items.get(idOf(edit))?.version ?? 0),
  );
  const [first] = stale;
  if (first === undefined) return;
  const difference: Difference[] = [];
  for (const edit of stale) {
    const seen = await itemBefore(reading, environment.key, edit, edit.base as number);
    difference.push(...differencesOf(edit, seen, items.get(idOf(edit))?.value ?? null));
  }
  const current = items.get(idOf(first));
  throw new Problem(
    'conflict',
    `${nameOf(first)} was changed in ${environment.key} meanwhile${current ? `, by release ${current.version}` : ': it is gone'}. Look at the difference and edit it again`,
    { difference, current: current?.value ?? null, version: current?.version ?? 0 },
  );
}

async function stillAsked(
  reading: Reading,
  environment: Environment,
  changes: readonly Change[],
): Promise<string[]> {
  const warnings: string[] = [];
  for (const { kind, key, before, after } of changes) {
    if (kind !== 'switch' || !isThere(before) || isThere(after)) continue;
    const at = (await reports.lastAsked(reading, [environment.key], key)).get(environment.key);
    if (at === undefined || reading.now.getTime() - at.getTime() > RECENTLY_MS) continue;
    warnings.push(
      `Applications asked for ${key} within the last 7 days, last at ${at.toISOString()}`,
    );
  }
  return warnings;
}

const nameOf = ({ kind, key }: Thing) =>
  kind === 'internal-users' ? 'the list of internal users' : `${kind} ${JSON.stringify(key)}`;
