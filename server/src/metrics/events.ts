import { BINS, type EventReport, type SumsReport, type TrialReport } from '@switchyard/core';
import type { Tx } from '../platform/database/database.ts';
import type { Arm } from './counts.ts';
import { limitOf, MOST_USERS, within } from './sample.ts';
import * as store from './store.ts';

/** What was counted of one event in one stage. */
export interface EventCounts {
  /** Of users; the smallest that any SDK has. */
  readonly sample: number;
  readonly canary: ArmCounts;
  readonly control: ArmCounts;
  /** How often of late in each bin, in both arms together, by the minute in which it was told. */
  readonly lately?: readonly Lately[];
}

interface Lately {
  readonly minute: number;
  readonly n: readonly number[];
}

export type ArmCounts = SumsReport & { readonly affected: number };

/** Adds what one SDK counted in one stage: one read, one write, and a row for each user affected for the first time. */
export async function addEvents(
  tx: Tx,
  trial: number,
  { stage, events }: TrialReport,
  wanted: ReadonlySet<string>,
  minute: number,
): Promise<void> {
  const reports = Object.entries(events).filter(([event]) => wanted.has(event));
  if (reports.length === 0) return;
  const rows = await store.stageEvents(tx, trial, stage);
  const before = new Map(rows.map(({ event, counts }) => [event, counts]));
  const after: (store.EventRow & { trial: number })[] = [];
  for (const [event, report] of reports) {
    const stored = before.get(event);
    const known = stored === undefined ? nothing : (JSON.parse(stored) as EventCounts);
    const sums = {
      sample: known.sample,
      canary: added(known.canary, report.canary),
      control: added(known.control, report.control),
      lately: addedLately(known.lately, report, minute),
    };
    const counts = await addUsers(tx, trial, stage, event, sums, report);
    after.push({ trial, stage, event, counts: JSON.stringify(counts) });
  }
  await store.putEvents(tx, after);
}

async function addUsers(
  tx: Tx,
  trial: number,
  stage: number,
  event: string,
  before: EventCounts,
  { users }: EventReport,
): Promise<EventCounts> {
  if (users === undefined) return before;
  const limit = async (counts: EventCounts, sample: number): Promise<EventCounts> => {
    const first = limitOf(sample);
    if (first === undefined || sample >= counts.sample) return counts;
    return withAffected(
      { ...counts, sample },
      await store.limitUsers(tx, trial, event, stage, first),
    );
  };

  const counts = await limit(before, users.sample);
  const rows = (['canary', 'control'] as const).flatMap((arm) =>
    within(users[arm], counts.sample).map((hash) => ({ trial, event, hash, stage, arm })),
  );
  if (rows.length === 0) return counts;
  const { canary, control } = counts;
  const affected = { canary: canary.affected, control: control.affected };
  for (const { arm } of await store.insertUsers(tx, rows)) affected[arm]++;
  const isTooMany = affected.canary + affected.control > MOST_USERS;
  const all = withAffected(counts, affected);
  return isTooMany ? limit(all, all.sample / 2) : all;
}

const withAffected = (counts: EventCounts, affected: Record<Arm, number>): EventCounts => ({
  ...counts,
  canary: { ...counts.canary, affected: affected.canary },
  control: { ...counts.control, affected: affected.control },
});

function added(known: ArmCounts, report: SumsReport): ArmCounts {
  const sums: Record<string, number[]> = {};
  for (const view of views) {
    const [left, right] = [known[view], report[view]];
    if (left === undefined && right === undefined) continue;
    const all = new Array<number>(BINS);
    for (let bin = 0; bin < BINS; bin++)
      all[bin] = rounded((left?.[bin] ?? 0) + (right?.[bin] ?? 0));
    sums[view] = all;
  }
  return { n: zeros, ...sums, affected: known.affected };
}

/** This minute and the one before are enough. */
function addedLately(
  known: readonly Lately[] = [],
  { canary, control }: EventReport,
  minute: number,
): Lately[] {
  const before = known.find((each) => each.minute === minute)?.n ?? zeros;
  const n = before.map((sum, bin) => sum + (canary.n[bin] ?? 0) + (control.n[bin] ?? 0));
  return [...known.filter((each) => each.minute === minute - 1), { minute, n }];
}

/** Three decimals, as they come: so the order in which reports come makes no difference. */
const rounded = (sum: number) => (Number.isInteger(sum) ? sum : Math.round(sum * 1000) / 1000);

const views = ['n', 'typical', 'slow', 'mean'] as const;
const zeros = new Array<number>(BINS).fill(0);
const nothing: EventCounts = {
  sample: 1,
  canary: { n: zeros, affected: 0 },
  control: { n: zeros, affected: 0 },
};
