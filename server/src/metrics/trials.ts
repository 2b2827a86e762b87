import type { Measure } from '@switchyard/core';
import type { Reading, Work } from '../platform/work.ts';
import { type Metric, measuresOf, type Thresholds } from './definition.ts';
import { nobodyExposed } from './exposed.ts';
import { baselineOf, thresholdsOf } from './minutes.ts';
import * as store from './store.ts';

/**
 * A release begins to roll out: what it is measured by is settled now, with what is usual. In the same transaction
 * as its departure. A kill that goes on with the same salt goes on with the same trial.
 */
export async function begin(
  work: Work,
  environment: string,
  { salt, metrics }: { readonly salt: string; readonly metrics: readonly Metric[] },
): Promise<void> {
  const { tx, now } = work;
  if (await store.trial(tx, environment, salt)) return;
  await store.insertTrial(tx, {
    environment,
    salt,
    startedAt: now,
    endedAt: null,
    lastReportAt: null,
    dropped: 0,
    metrics,
    measures: measuresOf(metrics, await thresholdsOf(tx, environment, metrics, now)),
    baseline: await baselineOf(tx, environment, metrics, now),
    exposed: JSON.stringify(nobodyExposed),
  });
}

/**
 * Another stage begins: thresholds that could not be frozen before, for want of values, are frozen now. Within a
 * stage, which is counted by itself, they never change.
 */
export async function nextStage(work: Work, environment: string, salt: string): Promise<void> {
  const { tx, now } = work;
  const trial = await store.trial(tx, environment, salt);
  if (trial === undefined) return;
  const fresh = await thresholdsOf(tx, environment, trial.metrics, now);
  const frozen: Record<string, Thresholds> = {};
  for (const [event, { values }] of Object.entries(trial.measures)) {
    const thresholds = values?.slow === undefined ? fresh[event] : values;
    if (thresholds) frozen[event] = thresholds;
  }
  await store.setTrial(tx, trial, { measures: measuresOf(trial.metrics, frozen) });
}

/** It arrived or was rolled back. What is on its way is still taken in, for a while. */
export async function end({ tx, now }: Work, environment: string, salt: string): Promise<void> {
  const trial = await store.trial(tx, environment, salt);
  if (trial && trial.endedAt === null) await store.setTrial(tx, trial, { endedAt: now });
}

/** What SDKs are to compare: it goes out with the candidate. */
export async function measuresFor(
  { tx }: Reading,
  environment: string,
  salt: string,
): Promise<Readonly<Record<string, Measure>>> {
  return (await store.trial(tx, environment, salt))?.measures ?? {};
}
