import { createMetrics, type Metrics, type MetricsMessage } from '@switchyard/core';
import { onTestFinished } from 'vitest';
import { type Actor, createRunner } from '../../platform/work.ts';
import { testDatabase } from '../../testing/database.ts';
import { seededBytes } from '../../testing/seeded.ts';
import { begin, builtIn, countsOf, type Metric, measuresFor, take } from '../service.ts';

const actor: Actor = { kind: 'system', id: 'tests', name: 'Tests' };
export const environment = 'production';
export const salt = 'k3v9';

export const [failures, latency] = builtIn;

/** An empty database, a clock, and SDKs that report to it. */
export async function measuring() {
  const place = await testDatabase();
  const database = await place.open();
  onTestFinished(async () => {
    await database.close();
    await place.destroy();
  });
  let now = new Date('2026-01-05T09:00:00Z');
  const runner = createRunner({
    database,
    clock: () => now,
    // Who is in a sample is no chance of the day.
    random: seededBytes(7),
    announce: () => {},
  });
  const work = <T>(run: Parameters<typeof runner.write<T>>[1]) => runner.write(actor, run);
  const sequences = new Map<string, number>();

  const send = (instance: string, sequence: number, message: MetricsMessage) =>
    work((each) => take(each, environment, instance, sequence, message));

  return {
    run: place.run,
    /** The same database, as another server has it. */
    open: place.open,
    work,
    read: runner.read,
    now: () => now,
    advance(seconds: number) {
      now = new Date(now.getTime() + 1000 * seconds);
    },
    begin: (metrics: readonly Metric[] = [failures]) =>
      work((each) => begin(each, environment, { salt, metrics })),
    /** An SDK that follows the release at a stage. */
    async sdk(stage = 0, limits = {}): Promise<Metrics> {
      const measures = await runner.read((each) => measuresFor(each, environment, salt));
      const metrics = createMetrics(limits);
      metrics.follow({ salt, stage, measures });
      return metrics;
    },
    send,
    async report(instance: string, sdk: Metrics) {
      const sequence = (sequences.get(instance) ?? 0) + 1;
      sequences.set(instance, sequence);
      const message = sdk.take(now.getTime());
      if (message) await send(instance, sequence, message);
      return { sequence, message: message as MetricsMessage };
    },
    counts: async () => {
      const counts = await runner.read((each) => countsOf(each, environment, salt));
      if (counts === undefined) throw new Error('Nothing is measured');
      return counts;
    },
  };
}
