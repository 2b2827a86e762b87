import { describeChange } from '@switchyard/core';
import * as changes from '../changes/service.ts';
import type { Change } from '../deploy-log/entry.ts';
import type { Policy } from '../environments/policy.ts';
import { isAtLeast } from '../platform/roles.ts';
import type { Reading } from '../platform/work.ts';
import { afterwards } from '../releases/edits.ts';
import * as releases from '../releases/service.ts';
import { familyWarnings } from '../releases/validity.ts';
import type { Items } from '../switches/items.ts';
import * as switches from '../switches/service.ts';
import type { Someone } from './commands.ts';
import { look, type Scene } from './conduct.ts';
import { extentOf } from './extent.ts';
import { groupsByChange, type Known, know } from './knowledge.ts';
import { approvalsNeeded } from './policy.ts';
import type { Group } from './train.ts';

/** Changes for a list: newest first, and where the next page begins. */
export async function viewList(
  reading: Reading,
  environment: string,
  filter: changes.Filter,
  limit: number,
) {
  const { changes: rows, ...rest } = await changes.list(reading, environment, filter, limit);
  const { scene, items, known } = await learn(reading, environment, rows);
  const groups = groupsByChange(scene.kept.train);
  return {
    changes: rows.map(({ number }) =>
      summaryOf(known.get(number) as Known, groups.get(number), scene, items),
    ),
    ...rest,
  };
}

/** Everything about one change. */
export async function viewOne(
  reading: Reading,
  environment: string,
  number: number,
  viewer: Someone,
) {
  const row = await changes.find(reading, environment, number);
  const { scene, items, known } = await learn(reading, environment, [row]);
  const about = known.get(number) as Known;
  const isOpen = row.status === 'open' || row.status === 'aboard';
  const group = groupsByChange(scene.kept.train).get(number);
  const isMine = row.authorId === viewer.id;
  const hasApproved = about.approvals.some(({ actorId }) => actorId === viewer.id);
  const { description, links, edits, contentHash } = row;
  return {
    ...summaryOf(about, group, scene, items),
    description,
    links,
    edits: edits.map(({ kind, key, base, set }) => ({ kind, key, base, set })),
    conflicts: isOpen ? about.conflicts : [],
    problems: isOpen ? await releases.problemsWith(reading, environment, about.edits) : [],
    warnings: isOpen
      ? familyWarnings(items, afterwards(items, about.changes, 0), about.changes)
      : [],
    contentHash,
    canApprove: isOpen && !isMine && !hasApproved && isAtLeast(viewer.role, 'developer'),
    canEdit: isOpen && isMine && isAtLeast(viewer.role, 'developer'),
  };
}

async function learn(reading: Reading, environment: string, rows: readonly changes.Change[]) {
  const scene = await look(reading, environment);
  const items = await switches.itemsOf(reading, environment);
  return { scene, items, known: await know(reading, environment, rows, items) };
}

function summaryOf(known: Known, group: Group | undefined, scene: Scene, items: Items) {
  const { row, approvals, waitsFor } = known;
  const hasLeft = !['open', 'aboard', 'rolling-out'].includes(row.status);
  const shown = hasLeft ? changes.changesSince(row) : known.changes;
  const { environment, kept } = scene;
  const booking = kept.train.bookings.find(
    ({ passenger }) => passenger.change === String(row.number),
  );
  return {
    environment: row.environment,
    number: row.number,
    title: row.title,
    author: row.author,
    status: row.status,
    changes: shown.map(inWords),
    extent: extentOf(shown, items),
    requires: row.requires,
    waitsFor: hasLeft ? [] : waitsFor,
    approvals: approvals.map(({ actor, at }) => ({ actor, at: at.toISOString() })),
    approvalsNeeded: neededFor(environment.policy, group),
    group: group?.id ?? null,
    boardsAt: booking
      ? { at: new Date(booking.at).toISOString(), timeZone: booking.timeZone }
      : null,
    release: row.release,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const neededFor = (policy: Policy, group: Group | undefined) =>
  group === undefined ? policy.approvals : approvalsNeeded(policy, group);

const inWords = (change: Change) => ({
  ...change,
  words: describeChange(change.kind, change.before, change.after),
});
