import { reachAt } from '../environments/plan.ts';
import type { Reading } from '../platform/work.ts';
import { rolloutIn } from '../releases/rollout.ts';
import * as store from './store.ts';
import { isMoving } from './train.ts';

/** Where a train stands, in figures. */
export async function standing(reading: Reading, environment: string) {
  const { holds, groups } = (await store.find(reading.tx, environment)).train;
  const waiting = groups.filter((group) => !isMoving(group));
  const out = await rolloutIn(reading, environment);
  return {
    waiting: waiting.length,
    riders: groups.reduce((sum, { riders }) => sum + riders.length, 0),
    holds: holds.length,
    rollout: out && {
      release: out.release,
      stage: out.stage,
      share: reachAt(out.plan, out.stage).thousandths / 100_000,
    },
  };
}
