import { expect, test } from 'vitest';
import type { Verdict } from './commands.ts';
import { createClock } from './service.ts';
import { type Station, station, typesOf } from './testing/station.ts';

const MINUTE = 60_000;
const plan = [5_000, 20_000, 50_000, 95_000].map((thousandths) => ({
  audience: { kind: 'percentage', thousandths } as const,
  minimumMs: MINUTE,
}));
const UTC = 'UTC';
const later = ({ clock }: Station, milliseconds: number) => ({
  at: new Date(clock.now().getTime() + milliseconds).toISOString(),
  timeZone: UTC,
});

/** A group with one change of the driver, who has said good. */
async function ready(app: Station) {
  const { boards, tells, driver } = app;
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
}

const actionsIn = async ({ place }: Station): Promise<string[]> => {
  const rows = await place.run('select entry from deploy_log order by seq');
  return rows.map(({ entry }) => JSON.parse(String(entry)).action);
};

test('two clocks at once skip no stage and repeat none', async () => {
  const app = await station({ plan });
  const { runner, facts, trainClock, clock, tells, driver, yard, verified } = app;
  const second = createClock({
    runner,
    facts,
    judge: () => ({ verdict: 'advance', why: '' }),
    report: (error) => app.errors.push(error),
  });
  await ready(app);
  await tells(driver, { do: 'depart', group: 1 });
  const stages = [];
  for (let count = 0; count < 4; count++) {
    stages.push((await yard()).rollout.stage);
    clock.advance(MINUTE);
    await Promise.all([trainClock, second, trainClock, second].map((each) => each.tick()));
  }
  expect(stages).toEqual([0, 1, 2, 3]);
  expect(await yard()).toMatchObject({ release: 3, rollout: null });
  const moves = (await actionsIn(app)).filter((each) =>
    ['depart', 'stage', 'arrive'].includes(each),
  );
  expect(moves).toEqual(['depart', 'stage', 'stage', 'stage', 'arrive']);
  expect(await verified()).toEqual([true, []]);
});

test('a long sleep moves a train by one stage, not by several', async () => {
  const app = await station({ plan });
  await ready(app);
  await app.tells(app.driver, { do: 'depart', group: 1 });
  await app.passes(60 * MINUTE);
  expect((await app.yard()).rollout.stage).toBe(1);
});

test('what the guard says is done: it stays, or is taken back and holds the train', async () => {
  const app = await station({ plan });
  const { runner, facts, tells, driver, clock, yard, change } = app;
  let verdict: Verdict = { verdict: 'hold', why: 'too few users so far' };
  const { tick } = createClock({
    runner,
    facts,
    judge: async () => verdict,
    report: (error) => app.errors.push(error),
  });
  await ready(app);
  await tells(driver, { do: 'depart', group: 1 });
  clock.advance(10 * MINUTE);
  await tick();
  expect((await yard()).rollout.stage).toBe(0);
  verdict = { verdict: 'roll back', why: 'errors: 8 times as many' };
  await tick();
  expect(await yard()).toMatchObject({
    release: 2,
    groups: [],
    holds: [{ by: { id: 'guard' }, reason: expect.stringContaining('8 times as many') }],
  });
  expect(await change(1)).toMatchObject({ status: 'open' });
  const { body } = await driver.get('/api/log?environment=production');
  expect(body.entries[0]).toMatchObject({ outcome: { action: 'abort', actor: { id: 'guard' } } });
  await tick();
});

test('a hold stops the stages, and an uh-oh does', async () => {
  const app = await station({ plan });
  const { tells, driver, developer, passes, yard, admin } = app;
  await ready(app);
  await tells(driver, { do: 'depart', group: 1 });
  await tells(developer, { do: 'hold', reason: 'something smells' });
  await passes(MINUTE);
  expect((await yard()).rollout.stage).toBe(0);
  await tells(developer, { do: 'unhold', of: 'me' });
  await tells(driver, { do: 'mark', change: 1, mark: 'uh-oh' });
  await passes(MINUTE);
  expect((await yard()).rollout.stage).toBe(0);
  expect((await tells(admin, { do: 'mark', change: 1, mark: 'good' })).status).toBe(422);
  const reason = 'it was another release';
  await tells(admin, { do: 'mark', change: 1, mark: 'good', reason });
  await passes(0);
  expect((await yard()).rollout.stage).toBe(1);
});

test('a change boards and a group departs at its time; a hold cancels that', async () => {
  const app = await station();
  const { developer, driver, base, tells, passes, change, yard, turnOn } = app;
  const opened = await developer.post(`${base}/changes`, {
    ...turnOn('awesome'),
    at: later(app, 5 * MINUTE),
  });
  expect(opened.body).toMatchObject({ status: 'open', boardsAt: { timeZone: UTC } });
  expect((await yard()).bookings).toMatchObject([{ change: 1, place: { how: 'plain' } }]);
  await passes(5 * MINUTE);
  expect(await change(1)).toMatchObject({ status: 'aboard', boardsAt: null });

  await tells(developer, { do: 'mark', change: 1, mark: 'good' });
  const past = await tells(developer, { do: 'schedule', group: 1, departure: later(app, 0) });
  expect(past.status).toBe(422);
  await tells(developer, { do: 'schedule', group: 1, departure: later(app, MINUTE) });
  expect((await yard()).groups[0].departure).toMatchObject({ timeZone: UTC });
  await tells(driver, { do: 'hold', reason: 'not now' });
  expect((await yard()).groups[0].departure).toBeNull();
  await tells(driver, { do: 'unhold', of: 'me' });
  await tells(developer, { do: 'schedule', group: 1, departure: later(app, MINUTE) });
  await passes(MINUTE);
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 3 });
  expect((await actionsIn(app)).slice(-2)).toEqual(['train-schedule', 'publish']);
});

test('a group that was let go departs by itself when its code is there', async () => {
  const app = await station();
  const { boards, tells, driver, developer, admin, base, passes, change, yard } = app;
  const requires = [{ app: 'web', version: '2.0' }];
  const deploy = (id: string, version: string) => {
    const report = { id, app: 'web', environment: 'production', version, event: 'finish' };
    return developer.post('/api/deploys', report);
  };
  await admin.request('PUT', `${base}/apps/web`, { isLogOnly: true, share: 100_000 });
  expect((await deploy('1', '1.9')).status).toBeLessThan(300);
  await boards(driver, 'awesome', { requires });
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  const waits = await tells(driver, { do: 'depart', group: 1 });
  expect(waits.status).toBe(200);
  expect(typesOf(waits.body.groups[0].blockers)).toEqual(['code 1']);
  expect(waits.body.groups[0].departure).toMatchObject({ timeZone: null });
  expect((await change(1)).waitsFor).toEqual([expect.stringContaining('web 1.9')]);
  await passes(MINUTE);
  expect((await yard()).groups).toHaveLength(1);
  await deploy('2', '2.0');
  await passes(0);
  expect(await change(1)).toMatchObject({ status: 'arrived' });
});

test('an express waits for approvals, and is off the train when somebody else was faster', async () => {
  const app = await station({ expressApprovals: 1 });
  const { set, base, developer, admin, passes, change, yard } = app;
  const asked = await set('awesome', { state: 'on' });
  expect([asked.status, typesOf(asked.body.waiting.blockers)]).toEqual([202, ['approvals 1']]);
  const other = await set('awesome', { state: 'conditional' });
  expect(other.status).toBe(202);
  const approve = async (number: number) =>
    developer.post(`${base}/changes/${number}/approval`, {
      contentHash: (await change(number)).contentHash,
    });
  await passes(0);
  expect((await yard()).groups).toHaveLength(2);
  await approve(2);
  await passes(0);
  expect(await change(2)).toMatchObject({ status: 'arrived' });
  await approve(1);
  await passes(0);
  expect(await change(1)).toMatchObject({ status: 'open', conflicts: [{ field: 'state' }] });
  expect((await yard()).messages.at(-1).message).toContain('could not leave and is off the train');
  const refused = await admin.post(`${base}/train`, { do: 'express', change: 1 });
  expect([refused.status, typesOf(refused.body.blockers)]).toEqual([409, ['conflict 1']]);
});

test('a new switch that is harmless no more when it may leave is off the train', async () => {
  const { set, base, developer, admin, tells, passes, change, liftHold, switchNow } =
    await station();
  await set('club:v2', { state: 'on' });
  await set('club:v2', null);
  await tells(admin, { do: 'hold', reason: 'lunch' });
  const made = await admin.post('/api/switches', { key: 'club' });
  expect(typesOf(made.body.waiting[0].blockers)).toEqual(['hold']);
  await developer.post(`${base}/releases/4/rollback`);
  await liftHold();
  await liftHold(admin);
  await passes(0);
  expect(await change(1)).toMatchObject({ status: 'open', extent: 'anything' });
  expect(await switchNow('club')).toBeUndefined();
});

test('the clock started by itself does what is due, and ends', async () => {
  const app = await station();
  await app.set('awesome', { salt: 'x' });
  await app.developer.post(`${app.base}/train`, { do: 'hold', reason: 'wait' });
  expect((await app.set('awesome', { state: 'on' })).status).toBe(202);
  app.trainClock.start();
  await app.liftHold();
  const isThere = async () => (await app.change(1)).status === 'arrived';
  while (!(await isThere())) await new Promise((resolve) => setTimeout(resolve, 20));
  await app.trainClock.stop();
  expect(await app.switchNow('awesome')).toMatchObject({ state: 'on' });
});
