import { fileURLToPath } from 'node:url';
import type { Measure, MetricsMessage } from '@switchyard/core';
import {
  begin,
  type Counts,
  countsOf,
  type Metric,
  measuresFor,
  nextStage,
  take,
} from '../../../metrics/service.ts';
import * as tables from '../../../metrics/tables.ts';
import { openSqlite } from '../../../platform/database/sqlite.ts';
import { type Actor, createRunner } from '../../../platform/work.ts';

export const startedAt = new Date('2026-01-05T09:00:00Z');

const actor: Actor = { kind: 'system', id: 'simulation', name: 'Simulation' };
const environment = 'simulated';
const migrations = fileURLToPath(new URL('../../../../migrations/sqlite', import.meta.url));

export type Yard = ReturnType<typeof createYard>;

/** A server's store in memory, with a clock to be set: one release after the other rolls out in it. */
export function createYard() {
  const database = openSqlite(':memory:', migrations);
  let now = startedAt;
  let salt = '';
  const runner = createRunner({ database, clock: () => now, announce: () => {} });
  const write = <T>(run: Parameters<typeof runner.write<T>>[1]) => runner.write(actor, run);
  const measures = () => runner.read((reading) => measuresFor(reading, environment, salt));
  const setClock = (second: number) => {
    now = new Date(startedAt.getTime() + 1000 * second);
  };

  return {
    setClock,
    async start(fresh: string, metrics: readonly Metric[], before: MetricsMessage) {
      salt = fresh;
      setClock(0);
      await write((work) => take(work, environment, 'before', 1, before));
      await write((work) => begin(work, environment, { salt, metrics }));
    },
    async toStage(stage: number, second: number): Promise<Readonly<Record<string, Measure>>> {
      setClock(second);
      if (stage > 0) await write((work) => nextStage(work, environment, salt));
      return measures();
    },
    take: (instance: string, sequence: number, message: MetricsMessage) =>
      write((work) => take(work, environment, instance, sequence, message)),
    async counts(): Promise<{ counts: Counts; now: Date }> {
      const counts = await runner.read((reading) => countsOf(reading, environment, salt));
      if (counts === undefined) throw new Error(`Nothing was measured of ${salt}`);
      return { counts, now };
    },
    /** Leaves nothing for the next release to stumble over. */
    clear: () =>
      write(async ({ tx }) => {
        const { trials, trialEvents, trialUsers, trialExposed, series, reporters } = tables;
        for (const each of [trials, trialEvents, trialUsers, trialExposed, series, reporters]) {
          await tx.delete(each);
        }
      }),
    close: () => database.close(),
  };
}
