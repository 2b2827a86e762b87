import type { Environment } from '../environments/service.ts';
import * as metrics from '../metrics/service.ts';
import type { Work } from '../platform/work.ts';
import { rolloutIn } from '../releases/rollout.ts';

type Rollout = Awaited<ReturnType<typeof rolloutIn>>;

/**
 * Where policy has a guard, a release is measured from its departure until it arrives or is taken back. A kill
 * gives it another number, but it keeps its salt, and what was counted.
 */
export async function measure(
  work: Work,
  { key, policy }: Environment,
  before: Rollout,
): Promise<void> {
  const out = await rolloutIn(work, key);
  if (out?.salt !== before?.salt) {
    if (before) await metrics.end(work, key, before.salt);
    const { guard } = policy;
    if (out && guard) await metrics.begin(work, key, { salt: out.salt, metrics: guard.metrics });
  } else if (out && out.stage !== before?.stage) {
    await metrics.nextStage(work, key, out.salt);
  }
}
