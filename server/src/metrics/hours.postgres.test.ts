import { createMetrics } from '@switchyard/core';
import { expect, onTestFinished, test } from 'vitest';
import { createRunner } from '../platform/work.ts';
import { historyOf, sweep } from './service.ts';
import { environment, measuring } from './testing/measuring.ts';

const actor = { kind: 'system', id: 'tests', name: 'Tests' } as const;

test('two servers that sweep at once add each minute up once', async () => {
  const one = await measuring();
  for (let at = 0; at < 30; at++) {
    const sdk = createMetrics();
    sdk.roll(one.now().getTime());
    for (let event = 0; event < 30; event++) sdk.track(`event-${event}`, undefined, 'none');
    await one.report('i1', sdk);
    one.advance(600);
  }
  one.advance(2 * 86_400);
  const database = await one.open();
  onTestFinished(() => database.close());
  const other = createRunner({ database, clock: one.now, announce: () => {} });
  const sweepAll = async (once: () => Promise<boolean>) => {
    while (await once());
  };
  await Promise.all([
    sweepAll(() => one.work(sweep)),
    sweepAll(() => other.write(actor, sweep)),
    sweepAll(() => other.write(actor, sweep)),
  ]);
  const from = new Date(one.now().getTime() - 7 * 86_400_000);
  for (const event of ['event-0', 'event-29']) {
    const { points } = await one.read((each) =>
      historyOf(each, environment, event, from, one.now()),
    );
    expect(points.map(({ count }) => count)).toEqual([6, 6, 6, 6, 6]);
  }
  expect(await one.run('select * from series')).toEqual([]);
});
