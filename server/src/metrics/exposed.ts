import type { TrialReport, UsersReport } from '@switchyard/core';
import type { Tx } from '../platform/database/database.ts';
import type { Arms, Exposed } from './counts.ts';
import { limitOf, MOST_USERS, within } from './sample.ts';
import * as store from './store.ts';

type Served = { canary: number; control: number; both: number };

/** What the users who were served add up to, so that nobody has to count them again. */
export interface ExposedCounts {
  readonly sample: number;
  readonly users: number;
  readonly release: Readonly<Served>;
  readonly stages: readonly Readonly<Served>[];
}

export const nobodyExposed: ExposedCounts = {
  sample: 1,
  users: 0,
  release: { canary: 0, control: 0, both: 0 },
  stages: [],
};

/** One sample for the whole release, the smallest that any SDK has: who was served is a question of shares. */
export async function addExposed(
  tx: Tx,
  trial: number,
  before: ExposedCounts,
  { stage, exposed }: TrialReport,
): Promise<ExposedCounts> {
  const counts = await limited(tx, trial, before, exposed.sample);
  const added = await add(tx, trial, counts, stage, exposed);
  return added.users > MOST_USERS ? limited(tx, trial, added, added.sample / 2) : added;
}

export function exposedOf({ sample, release, stages }: ExposedCounts): {
  readonly stages: readonly Exposed[];
  readonly release: Exposed;
} {
  return { stages: stages.map((each) => ({ ...each, sample })), release: { ...release, sample } };
}

async function add(
  tx: Tx,
  trial: number,
  { sample, users, release, stages }: ExposedCounts,
  stage: number,
  exposed: UsersReport,
): Promise<ExposedCounts> {
  const reported = new Map<string, { canary: number; control: number }>();
  for (const arm of ['canary', 'control'] as const) {
    for (const hash of within(exposed[arm], sample)) {
      const seen = reported.get(hash) ?? { canary: 0, control: 0 };
      reported.set(hash, { ...seen, [arm]: 2 ** stage });
    }
  }
  if (reported.size === 0) return { sample, users, release, stages };

  const known = await store.exposed(tx, trial, [...reported.keys()]);
  const before = new Map(known.map((row) => [row.hash, row]));
  const next = counter({ release, stages });
  const rows: store.ExposedRow[] = [];
  for (const [hash, { canary, control }] of reported) {
    const was = before.get(hash) ?? { canary: 0, control: 0 };
    const is = { canary: was.canary | canary, control: was.control | control };
    if (is.canary === was.canary && is.control === was.control) continue;
    rows.push({ trial, hash, ...is });
    next.count(was, -1);
    next.count(is, 1);
  }
  await store.putExposed(tx, rows);
  return { sample, users: users + reported.size - before.size, ...next.counts };
}

async function limited(
  tx: Tx,
  trial: number,
  before: ExposedCounts,
  sample: number,
): Promise<ExposedCounts> {
  const limit = limitOf(sample);
  if (limit === undefined || sample >= before.sample) return before;
  const rows = await store.limitExposed(tx, trial, limit);
  const next = counter(nobodyExposed);
  for (const row of rows) next.count(row, 1);
  return { sample, users: rows.length, ...next.counts };
}

function counter({ release, stages }: Pick<ExposedCounts, 'release' | 'stages'>) {
  const counts = { release: { ...release }, stages: stages.map((each) => ({ ...each })) };
  const add = (served: Served, canary: boolean, control: boolean, times: number) => {
    if (canary) served.canary += times;
    if (control) served.control += times;
    if (canary && control) served.both += times;
  };
  return {
    counts,
    count({ canary, control }: Arms<number>, times: 1 | -1) {
      add(counts.release, canary > 0, control > 0, times);
      for (let stage = 0; 2 ** stage <= (canary | control); stage++) {
        counts.stages[stage] ??= { canary: 0, control: 0, both: 0 };
        const bit = 2 ** stage;
        add(counts.stages[stage] as Served, (canary & bit) > 0, (control & bit) > 0, times);
      }
    },
  };
}
