import type { MetricsMessage, TrialReport } from '@switchyard/core';
import type { Work } from '../platform/work.ts';
import { addExperiments } from './comparisons.ts';
import { addEvents } from './events.ts';
import { addExposed, type ExposedCounts } from './exposed.ts';
import { addMinutes, MINUTE, minuteOf } from './minutes.ts';
import * as store from './store.ts';

/** So long after its end a release still takes in what was on its way. */
const LATEST_MS = 5 * MINUTE;

/**
 * Takes in what one SDK has counted. Answers whether it was new: what comes again, as it does when an answer is lost,
 * changes nothing. Numbers of an instance must grow.
 */
export async function take(
  work: Work,
  environment: string,
  instance: string,
  sequence: number,
  message: MetricsMessage,
): Promise<boolean> {
  const { tx, now } = work;
  const isNew = await store.claim(tx, { environment, instance, sequence, reportedAt: now });
  if (!isNew) return false;
  await addMinutes(tx, environment, now, message.minutes);
  for (const report of message.trials) {
    await takeTrial(work, environment, report, message.dropped);
  }
  if (message.experiments) await addExperiments(work, environment, message.experiments);
  return true;
}

/** Of a release that is not known here, or long over, nobody wants to know. */
async function takeTrial(
  { tx, now }: Work,
  environment: string,
  report: TrialReport,
  dropped: number,
) {
  const trial = await store.trial(tx, environment, report.salt);
  if (trial === undefined) return;
  if (trial.endedAt && now.getTime() - trial.endedAt.getTime() > LATEST_MS) return;
  const before = JSON.parse(trial.exposed) as ExposedCounts;
  const exposed = await addExposed(tx, trial.id, before, report);
  await addEvents(tx, trial.id, report, new Set(Object.keys(trial.measures)), minuteOf(now));
  const text = exposed === before ? trial.exposed : JSON.stringify(exposed);
  await store.noteReport(tx, trial, now, text);
  if (dropped > 0) await store.setTrial(tx, trial, { dropped: trial.dropped + dropped });
}
