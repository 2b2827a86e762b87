import { randomUUID } from 'node:crypto';
import type { Experiments, ExperimentsReport } from '@switchyard/core';
import type { Reading, Work } from '../platform/work.ts';
import * as store from './experiments-store.ts';
import { limitOf, within } from './sample.ts';

/** One variant of a switch with a split: distinct users, and how many of them had the event afterwards. */
interface VariantCounts {
  readonly variant: string;
  readonly users: number;
  readonly affected: number;
}

interface Comparison {
  /** Of all users, the same for every variant. */
  readonly sample: number;
  readonly variants: readonly VariantCounts[];
}

/** Lets switches with a split be compared from now on, by who has which events. Goes on with what there is. */
export async function compareBy(
  { tx, now }: Work,
  environment: string,
  events: readonly string[],
): Promise<Experiments> {
  const known = await store.current(tx, environment);
  if (known) return { salt: known.salt, events };
  const salt = randomUUID();
  const samples = { switches: {}, events: {} };
  await store.insert(tx, { environment, salt, startedAt: now, endedAt: null, samples });
  return { salt, events };
}

/** Takes in whom one SDK has told of. Of others than those of now nobody wants to know. */
export async function addExperiments(
  { tx, now }: Work,
  environment: string,
  report: ExperimentsReport,
): Promise<void> {
  const known = await store.current(tx, environment);
  if (known?.salt !== report.salt) return;
  const experiment = known.id;
  const switches = { ...known.samples.switches };
  const events = { ...known.samples.events };

  for (const [key, { sample, users }] of Object.entries(report.variants)) {
    const lowest = Math.min(sample, switches[key] ?? 1);
    const limit = limitOf(lowest);
    if (limit && lowest < (switches[key] ?? 1)) {
      await store.limitUsers(tx, experiment, key, limit);
    }
    switches[key] = lowest;
    const rows = Object.entries(users).flatMap(([variant, hashes]) =>
      within(hashes, lowest).map((hash) => ({ experiment, switch: key, hash, variant, at: now })),
    );
    await store.insertUsers(tx, rows);
  }
  for (const [event, { sample, users }] of Object.entries(report.events)) {
    const lowest = Math.min(sample, events[event] ?? 1);
    const limit = limitOf(lowest);
    if (limit && lowest < (events[event] ?? 1)) {
      await store.limitEvents(tx, experiment, event, limit);
    }
    events[event] = lowest;
    const rows = within(users, lowest).map((hash) => ({ experiment, event, hash, at: now }));
    await store.insertEvents(tx, rows);
  }
  await store.setSamples(tx, experiment, { switches, events });
}

/**
 * How the variants of a switch compare by an event. Who had it before being given a variant is left out, whichever
 * variant that was: it could not have been the reason. Undefined if nothing is compared.
 */
export async function variantsOf(
  { tx }: Reading,
  environment: string,
  switchKey: string,
  event: string,
): Promise<Comparison | undefined> {
  const known = await store.current(tx, environment);
  if (known === undefined) return undefined;
  const { switches, events } = known.samples;
  const sample = Math.min(switches[switchKey] ?? 1, events[event] ?? 1);
  const limit = limitOf(sample);
  return { sample, variants: await store.counts(tx, known.id, switchKey, event, limit) };
}
