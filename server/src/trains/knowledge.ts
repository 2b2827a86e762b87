import * as changes from '../changes/service.ts';
import { touchesOf, touchInWords } from '../changes/touches.ts';
import type { Change } from '../deploy-log/entry.ts';
import type { Reading } from '../platform/work.ts';
import { combine, type Edit } from '../releases/edits.ts';
import * as releases from '../releases/service.ts';
import type { Items } from '../switches/items.ts';
import type { ChangeFacts, Facts } from './commands.ts';
import { extentOf } from './extent.ts';
import { type Group, isExpress, type Passenger, type Rider, type Train } from './train.ts';

/** Everything about a change that may let it leave, or not. */
export interface Known {
  readonly row: changes.Change;
  /** On top of what is live, without what is disputed. */
  readonly edits: readonly Edit[];
  /** What they come to. */
  readonly changes: readonly Change[];
  readonly conflicts: readonly changes.Conflict[];
  readonly approvals: readonly changes.Approval[];
  readonly waitsFor: readonly string[];
}

/** What is known of changes, by their number. */
export async function know(
  reading: Reading,
  environment: string,
  rows: readonly changes.Change[],
  items: Items,
): Promise<Map<number, Known>> {
  const approvals = await changes.approvalsOf(reading, environment, rows);
  const waits = new Map<string, readonly string[]>();
  const known = new Map<number, Known>();
  for (const row of rows) {
    const code = JSON.stringify(row.requires);
    const waitsFor =
      waits.get(code) ?? (await changes.waitsFor(reading, environment, row.requires));
    waits.set(code, waitsFor);
    const { edits, conflicts } = changes.mergeOnto(items, row);
    known.set(row.number, {
      row,
      edits,
      changes: changes.changesOnto(items, edits),
      conflicts,
      approvals: approvals.get(row.number) ?? [],
      waitsFor,
    });
  }
  return known;
}

/** What is known of everybody who rides in these groups. */
export async function knowRiders(
  reading: Reading,
  environment: string,
  groups: readonly Group[],
  items: Items,
): Promise<Map<number, Known>> {
  const numbers = groups.flatMap(({ riders }) => riders.flatMap(numberOf));
  return know(reading, environment, await changes.findAll(reading, environment, numbers), items);
}

/** The number of the change; nothing of what left at once and was never kept. */
export const numberOf = ({ change }: Pick<Rider, 'change'>): number[] =>
  /^\d+$/.test(change) ? [Number(change)] : [];

export const passengerOf = ({ row, changes }: Known, items: Items): Passenger => ({
  change: String(row.number),
  title: row.title,
  author: row.author,
  touches: touchesOf(row.edits),
  extent: extentOf(changes, items),
});

/** What the train has to be told of a group. `problems` is not asked for where it does not matter yet. */
export function factsOf(
  group: Group,
  known: ReadonlyMap<number, Known>,
  items: Items,
  problems: readonly string[] = [],
): Facts {
  const facts = group.riders.flatMap((rider) =>
    numberOf(rider).flatMap((number) => {
      const each = known.get(number);
      return each === undefined ? [] : [factsOfChange(each, rider, group, items)];
    }),
  );
  return { changes: facts, problems };
}

function factsOfChange(known: Known, rider: Rider, group: Group, items: Items): ChangeFacts {
  const { approvals, conflicts, waitsFor } = known;
  const isMore =
    isExpress(group) &&
    rider.extent === 'harmless' &&
    extentOf(known.changes, items) !== rider.extent;
  return {
    change: rider.change,
    approvals: approvals.length,
    conflicts: [
      ...conflicts.map((each) => `${touchInWords(each)} was changed meanwhile`),
      ...(isMore ? ['by now it turns off others of its family'] : []),
    ],
    waitsFor,
  };
}

/** Everything about a group, also what would make no sense if it were live. */
export async function fullFacts(
  reading: Reading,
  environment: string,
  group: Group,
  items: Items,
): Promise<Facts> {
  const known = await knowRiders(reading, environment, [group], items);
  return factsOf(group, known, items, await problemsOf(reading, environment, group, known));
}

/** What would make no sense if a group were live. As long as something is disputed, nobody can tell. */
export async function problemsOf(
  reading: Reading,
  environment: string,
  { riders }: Group,
  known: ReadonlyMap<number, Known>,
): Promise<string[]> {
  const aboard = riders.flatMap((rider) =>
    numberOf(rider).flatMap((each) => known.get(each) ?? []),
  );
  if (aboard.some(({ conflicts }) => conflicts.length > 0)) return [];
  if (aboard.length > 0 && aboard.every((each) => each.changes.length === 0)) {
    return ['Nothing would change: everything is like that already'];
  }
  return releases.problemsWith(reading, environment, editsOf(riders, known));
}

/** All edits of riders as those of one release. */
export const editsOf = (
  riders: readonly Rider[],
  known: ReadonlyMap<number, Known>,
): readonly Edit[] =>
  combine(riders.flatMap(numberOf).flatMap((number) => known.get(number)?.edits ?? []));

/** Those who ride in groups, by number of the change. */
export const groupsByChange = ({ groups }: Train): Map<number, Group> =>
  new Map(
    groups.flatMap((group) =>
      group.riders.flatMap((rider) => numberOf(rider).map((number) => [number, group] as const)),
    ),
  );
