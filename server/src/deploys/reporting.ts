import * as environments from '../environments/service.ts';
import * as fleet from '../fleet/service.ts';
import type { Work } from '../platform/work.ts';
import * as trains from '../trains/service.ts';
import * as webhooks from '../webhooks/service.ts';
import { type Stranded, strandedBy, strandedInWords } from './stranded.ts';

export interface Reported {
  readonly deploy: fleet.CodeDeploy;
  readonly warnings: readonly string[];
  /** What needs newer code than there is now. */
  readonly required: readonly Stranded[];
  /** The releases that were rolled back because of it. */
  readonly rolledBack: readonly number[];
}

/** Writes down what CI, or a deploy tool that was asked for a rollback, reports; and sees to what needs newer code. */
export async function report(
  work: Work,
  environment: string,
  said: fleet.Report,
  by: trains.Someone,
): Promise<Reported> {
  const { id, app, version, event } = said;
  const asked = await webhooks.rollbackOf(work, { id, environment, app });
  const isRollback = asked !== undefined || event === 'roll-back';
  const before = await fleet.versionOf(work, environment, app);
  const { deploy, isNew, warnings } = await fleet.record(work, environment, said, { isRollback });
  if (asked !== undefined) await tellHook(work, asked, deploy, said.reason);
  if (deploy.status !== 'finished') return { deploy, warnings, required: [], rolledBack: [] };

  const required = await strandedBy(work, environment, { app, version });
  // What was passed over when it departed is not this deploy's doing.
  const earlier =
    isRollback || before === undefined
      ? []
      : await strandedBy(work, environment, { app, version: before });
  const fresh = required.filter(({ change }) => earlier.every((each) => each.change !== change));
  const rolledBack = isNew ? await rollBack(work, environment, fresh, by, deploy) : [];
  return {
    deploy,
    required,
    rolledBack,
    warnings: [
      ...warnings,
      ...required.map((each) => strandedInWords(each, version)),
      ...rolledBack.map((release) => `Release ${release} was rolled back, as the policy wants it`),
    ],
  };
}

async function rollBack(
  work: Work,
  environment: string,
  stranded: readonly Stranded[],
  by: trains.Someone,
  { app, version }: fleet.CodeDeploy,
): Promise<number[]> {
  const { policy } = await environments.find(work, environment);
  if (policy.whenCodeGoesBack !== 'roll back') return [];
  const numbers = [...new Set(stranded.map(({ release }) => release))].sort((a, b) => b - a);
  for (const number of numbers) {
    const reason = `${app} went back to ${version}`;
    await trains.rollBack(work, environment, number, { by, reason });
  }
  return numbers;
}

const tellHook = (
  work: Work,
  delivery: webhooks.Delivery,
  { status }: fleet.CodeDeploy,
  reason: string | undefined,
) =>
  ({
    started: () => webhooks.reported(work, delivery, 'taken', 'It is under way'),
    finished: () => webhooks.reported(work, delivery, 'done', 'It is through'),
    failed: () => webhooks.reported(work, delivery, 'failed', reason ?? 'It failed'),
  })[status]();

/** The hook of an application answered, or never will. */
export async function settled(work: Work, delivery: webhooks.Delivery): Promise<void> {
  const { entry, id, app, environment, outcome, status } = delivery;
  if (entry === null) return;
  const { version, from, requestedBy } = delivery.payload as webhooks.RollbackPayload;
  const event = eventOf[status];
  const reason = event === 'start' ? undefined : outcome;
  const said = { id, app, version, event, from: from ?? undefined, by: requestedBy, reason };
  await report(work, environment, said, { ...work.actor, role: 'developer' });
}

const eventOf = { waiting: 'start', taken: 'start', done: 'roll-back', failed: 'fail' } as const;
