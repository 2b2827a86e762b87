import { expect, onTestFinished, test } from 'vitest';
import { testDatabase } from '../testing/database.ts';
import { testApp } from '../testing/test-app.ts';
import { station } from './testing/station.ts';

const MINUTE = 60_000;
const plan = [5_000, 20_000, 50_000, 95_000].map((thousandths) => ({
  audience: { kind: 'percentage', thousandths } as const,
  minimumMs: MINUTE,
}));

test('the clocks of two processes skip no stage and repeat none', async () => {
  const place = await testDatabase();
  onTestFinished(() => place.destroy());
  const one = await station({ plan }, { place });
  const other = await testApp({ place, clock: one.clock.now });
  const { set, clock, yard, verified } = one;
  expect((await set('awesome', { state: 'on' })).status).toBe(201);
  const stages = [];
  for (let count = 0; count < 4; count++) {
    stages.push((await yard()).rollout.stage);
    clock.advance(MINUTE);
    const clocks = [one, other, one, other].map(({ trainClock }) => trainClock);
    await Promise.all(clocks.map((each) => each.tick()));
  }
  expect(stages).toEqual([0, 1, 2, 3]);
  expect(await yard()).toMatchObject({ release: 3, rollout: null });
  const rows = await place.run('select entry from deploy_log order by seq');
  const actions = rows.map(({ entry }) => JSON.parse(String(entry)).action);
  const moves = actions.filter((each) => ['depart', 'stage', 'arrive'].includes(each));
  expect(moves).toEqual(['depart', 'stage', 'stage', 'stage', 'arrive']);
  expect(await verified()).toEqual([true, []]);
});
