import type { Reading } from '../platform/work.ts';
import { rolloutIn } from '../releases/rollout.ts';
import type { Evidence } from './schemas.ts';
import * as store from './store.ts';

/** As it was kept: evidence that is infinite became null. */
type Kept = NonNullable<Evidence['verdict']> & Pick<Evidence, 'users'>;

/** What was thought last of what rolls out; undefined if nothing does, or nobody judges it. */
export async function lastVerdict(reading: Reading, environment: string) {
  const out = await rolloutIn(reading, environment);
  if (out === undefined) return undefined;
  const row = await store.latest(reading.tx, environment, out.salt);
  if (row === undefined) return undefined;
  const { action, alpha, lnE, metrics, users } = JSON.parse(row.verdict) as Kept;
  return { action, limit: Math.log(1 / alpha), lnE, metrics, users };
}
