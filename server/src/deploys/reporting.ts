import * as fleet from '../fleet/service.ts';
import type { Work } from '../platform/work.ts';
import * as webhooks from '../webhooks/service.ts';

/** A live change that needs code which is not there any more. */
export interface Stranded {
  readonly change: number;
  readonly title: string;
  readonly app: string;
  readonly version: string;
  readonly release: number;
}

export interface Reported {
  readonly deploy: fleet.CodeDeploy;
  readonly warnings: readonly string[];
  readonly required: readonly Stranded[];
  /** The releases that were rolled back because of it. */
  readonly rolledBack: readonly number[];
}

/** Writes down what CI, or a deploy tool that was asked for a rollback, reports. */
export async function report(
  work: Work,
  environment: string,
  said: fleet.Report,
): Promise<Reported> {
  const { id, app, event } = said;
  const asked = await webhooks.rollbackOf(work, { id, environment, app });
  const isRollback = asked !== undefined || event === 'roll-back';
  const { deploy, warnings } = await fleet.record(work, environment, said, { isRollback });
  if (asked !== undefined) {
    const words = { started: 'Under way', finished: 'Done', failed: said.reason ?? 'It failed' };
    await webhooks.reported(work, asked, statusOf[deploy.status], words[deploy.status]);
  }
  return { deploy, warnings, required: [], rolledBack: [] };
}

const statusOf = { started: 'taken', finished: 'done', failed: 'failed' } as const;

/** The hook of an application answered, or never will. */
export async function settled(work: Work, delivery: webhooks.Delivery): Promise<void> {
  const { entry, id, app, environment, outcome } = delivery;
  if (entry === null) return;
  const { to, from, requestedBy } = delivery.payload as webhooks.RollbackPayload;
  await report(work, environment, {
    id,
    app,
    version: to,
    event: eventOf[delivery.status],
    from: from ?? undefined,
    by: requestedBy,
    reason: outcome,
  });
}

const eventOf = { waiting: 'start', taken: 'start', done: 'roll-back', failed: 'fail' } as const;
