import { expect, test } from 'vitest';
import { station, typesOf } from './testing/station.ts';

const MINUTE = 60_000;
const careful = {
  approvals: 1,
  isPrincessRequired: true,
  who: { depart: 'driver' },
  express: 'anything',
  plan: [
    { audience: { kind: 'internal' }, minimumMs: MINUTE },
    { audience: { kind: 'percentage', thousandths: 5_000 }, minimumMs: 2 * MINUTE },
  ],
} as const;

test('two changes ride together from the queue to everybody, and back', async () => {
  const app = await station(careful);
  const { driver, developer, base, boards, tells, yard, change, passes, switchNow } = app;
  const mine = await boards(driver, 'awesome');
  expect(mine).toMatchObject({ number: 1, status: 'aboard', group: 1, extent: 'anything' });
  expect(mine.changes[0].words).toEqual(['state: off → on']);
  expect(await boards(developer, 'cart')).toMatchObject({ number: 2, group: 1 });

  const early = await tells(driver, { do: 'depart', group: 1 });
  expect([early.status, typesOf(early.body.blockers)]).toEqual([
    409,
    ['princess', 'approvals 1', 'approvals 2'],
  ]);
  expect(typesOf((await yard()).groups[0].blockers)).toEqual(typesOf(early.body.blockers));

  const approve = async (who: typeof driver, number: number) =>
    who.post(`${base}/changes/${number}/approval`, {
      contentHash: (await change(number)).contentHash,
    });
  expect((await approve(driver, 1)).status).toBe(403);
  expect((await approve(developer, 1)).body).toMatchObject({ canApprove: false, approvals: [{}] });
  expect((await approve(driver, 2)).status).toBe(200);

  expect((await tells(driver, { do: 'princess', group: 1 })).body.groups[0]).toMatchObject({
    station: 'princess',
    riders: [
      { change: 1, mark: null, words: ['awesome: state: off → on'] },
      { change: 2, mark: null },
    ],
  });
  expect((await tells(developer, { do: 'mark', change: 1, mark: 'good' })).status).toBe(403);
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  const ready = await tells(developer, { do: 'mark', change: 2, mark: 'good' });
  expect(ready.body.groups[0].blockers).toEqual([]);
  expect(ready.body.messages.at(-1).message).toBe('Everyone is ready in group 1');

  const gone = await tells(driver, { do: 'depart', group: 1 });
  expect(gone.body).toMatchObject({
    release: 2,
    groups: [{ station: { stage: 0 }, can: { abort: true } }],
    rollout: { group: 1, release: 3, stage: 0, verdict: { verdict: 'advance' } },
  });
  expect(await switchNow('awesome')).toMatchObject({ state: 'off' });
  expect(await change(1)).toMatchObject({ status: 'rolling-out', release: 3 });

  await passes(MINUTE - 1);
  expect((await yard()).rollout.stage).toBe(0);
  await passes(1);
  expect((await yard()).rollout.stage).toBe(1);
  await passes(2 * MINUTE);
  expect(await yard()).toMatchObject({ release: 3, groups: [], rollout: null });
  expect(await switchNow('awesome')).toMatchObject({ state: 'on', version: 3 });
  expect(await switchNow('cart')).toMatchObject({ state: 'on', version: 3 });
  expect(await change(2)).toMatchObject({
    status: 'arrived',
    release: 3,
    changes: [{ key: 'cart', words: ['state: off → on'] }],
  });

  const { body: log } = await driver.get('/api/log?limit=100&kind=all&environment=production');
  const departed = log.entries.find(({ action }: { action: string }) => action === 'depart');
  expect(departed.train).toMatchObject({
    group: 1,
    riders: [
      { change: '1', title: 'Turn on awesome', approvedBy: [{ kind: 'token' }] },
      { change: '2' },
    ],
    overridden: [],
  });
  const titles = log.entries.map(({ title }: { title: string }) => title);
  for (const title of [
    'Opened change 1, “Turn on awesome”',
    '“Turn on awesome” boarded group 1',
    'Approved change 1, “Turn on awesome”',
    'Sent group 1 to princess',
    'Said good to “Turn on awesome”',
  ]) {
    expect(titles).toContain(title);
  }

  const back = await developer.post(`${base}/releases/3/rollback`, { reason: 'too loud' });
  expect(back.body).toMatchObject({ number: 4, reverts: 3 });
  expect(await change(1)).toMatchObject({ status: 'rolled-back' });
  expect((await yard()).holds).toMatchObject([{ reason: 'release 3 was rolled back: too loud' }]);
  expect(await switchNow('awesome')).toMatchObject({ state: 'off' });
  app.clock.advance(1);
  await developer.post(`${base}/releases/4/rollback`);
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 3 });
  app.clock.advance(1);
  await developer.post(`${base}/restore`, { release: 2 });
  expect(await change(1)).toMatchObject({ status: 'rolled-back' });
  app.clock.advance(1);
  await developer.post(`${base}/releases/6/rollback`);
  expect(await change(1)).toMatchObject({ status: 'arrived' });
  expect(await app.verified()).toEqual([true, []]);
});

test('what leaves at once waits while something rolls out, and leaves when it has arrived', async () => {
  const { set, yard, change, passes, switchNow, verified, set: publish } = await station(careful);
  const out = await set('awesome', { state: 'on' }, { base: 1 });
  expect([out.status, out.body]).toMatchObject([201, { number: 3, outcome: 'rolling-out' }]);
  const waiting = await publish('cart', { state: 'on' });
  expect(waiting.status).toBe(202);
  expect(waiting.body.waiting).toMatchObject({ change: 1, group: 2 });
  expect(typesOf(waiting.body.waiting.blockers)).toEqual(['busy']);
  expect((await yard()).groups).toMatchObject([
    { id: 1, riders: [{ change: null }] },
    { id: 2, rides: 'express', riders: [{ change: 1 }] },
  ]);

  await passes(MINUTE);
  await passes(2 * MINUTE);
  expect(await switchNow('awesome')).toMatchObject({ state: 'on' });
  expect(await yard()).toMatchObject({ release: 3, groups: [{ id: 2 }], rollout: null });
  await passes(0);
  expect(await change(1)).toMatchObject({ status: 'rolling-out', release: 4 });
  await passes(MINUTE);
  await passes(2 * MINUTE);
  expect(await switchNow('cart')).toMatchObject({ state: 'on' });
  expect(await verified()).toEqual([true, []]);
});

test('a rollback while something rolls out takes it back first, and holds the train', async () => {
  const { boards, tells, driver, developer, base, change, yard, set, passes, verified, liftHold } =
    await station({ ...careful, isPrincessRequired: false, approvals: 0 });
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  await tells(driver, { do: 'depart', group: 1 });
  const undone = await developer.post(`${base}/releases/2/rollback`);
  expect([undone.status, undone.body.number]).toEqual([201, 4]);
  expect(await change(1)).toMatchObject({ status: 'open', release: null, group: null });
  expect((await driver.get(`${base}/releases/3`)).body.outcome).toBe('aborted');
  expect(await yard()).toMatchObject({ groups: [], holds: [{}] });

  expect((await set('awesome', { state: 'on' })).status).toBe(202);
  await passes(MINUTE);
  expect(await change(2)).toMatchObject({ status: 'aboard' });
  await liftHold();
  await passes(0);
  expect(await change(2)).toMatchObject({ status: 'rolling-out' });

  const aborted = await developer.post(`${base}/releases/5/rollback`, { reason: 'too soon' });
  expect([aborted.status, aborted.body]).toMatchObject([201, { number: 5, outcome: 'aborted' }]);
  expect(await change(2)).toMatchObject({ status: 'open' });
  const again = await developer.post(`${base}/releases/5/rollback`);
  expect([again.status, again.body.number]).toEqual([200, 4]);
  expect(await verified()).toEqual([true, []]);
});

test('a kill passes by everything, and what rolls out goes on under the next number', async () => {
  const { boards, tells, driver, developer, base, change, passes, switchNow, verified } =
    await station({ ...careful, isPrincessRequired: false, approvals: 0 });
  await boards(driver, 'awesome');
  await tells(driver, { do: 'mark', change: 1, mark: 'good' });
  await tells(driver, { do: 'depart', group: 1 });
  await tells(developer, { do: 'hold', reason: 'lunch' });
  const killed = await developer.post(`${base}/switches/awesome/kill`);
  expect([killed.status, killed.body.number]).toEqual([201, 4]);
  expect(await change(1)).toMatchObject({ status: 'rolling-out', release: 5 });
  await passes(MINUTE);
  expect((await change(1)).status).toBe('rolling-out');
  const old = await developer.post(`${base}/releases/3/rollback`);
  expect(old.body).toMatchObject({ number: 5, outcome: 'aborted' });
  expect(await change(1)).toMatchObject({ status: 'open' });
  expect(await switchNow('awesome')).toMatchObject({ killed: true, state: 'off' });
  expect(await verified()).toEqual([true, []]);
});

test('new switches that are off leave without canaries, and wait like everything else', async () => {
  const { admin, set, passes, switchNow, change, yard, driver } = await station(careful);
  expect((await admin.post('/api/switches', { key: 'first' })).body).not.toHaveProperty('waiting');
  expect(await switchNow('first')).toMatchObject({ state: 'off' });
  await set('awesome', { state: 'on' });

  const made = await admin.post('/api/switches', { key: 'second' });
  expect(made.status).toBe(201);
  expect(made.body.waiting).toMatchObject([{ environment: 'production', change: 1, group: 3 }]);
  expect(made.body.environments).toEqual({});
  await passes(MINUTE);
  await passes(2 * MINUTE);
  await passes(0);
  expect(await switchNow('second')).toMatchObject({ state: 'off' });
  expect(await change(1)).toMatchObject({ status: 'arrived', title: 'second: created' });
  expect((await yard(driver)).groups).toEqual([]);
});

test('a policy that lets only percentages leave at once says what to do with the rest', async () => {
  const { set, developer, base, yard } = await station({ express: 'percentages', plan: [] });
  const refused = await set('awesome', { state: 'on' });
  expect([refused.status, refused.body.detail]).toEqual([
    403,
    'Only changes of percentages may leave at once here; let “awesome: state: off → on” board the train',
  ]);
  const share = (thousandths: number) => [
    { id: 'r', conditions: [{ type: 'percentage', thousandths }], serve: 'on' },
  ];
  const opened = await developer.post(`${base}/changes`, {
    title: 'A first rule',
    edits: [{ kind: 'switch', key: 'awesome', set: { rules: share(0) } }],
    board: { how: 'plain' },
  });
  await developer.post(`${base}/train`, { do: 'mark', change: 1, mark: 'good' });
  const { body } = await developer.post(`${base}/train`, { do: 'depart', group: 1 });
  expect([opened.status, body.release]).toEqual([201, 3]);
  expect((await set('awesome', { rules: share(5_000) })).status).toBe(201);
  expect((await yard()).groups).toEqual([]);
});

test('what a driver passes over stands in the log, with the reason', async () => {
  const { driver, developer, boards, tells, yard, base } = await station({
    ...careful,
    approvals: 0,
    plan: [],
  });
  await boards(driver, 'awesome');
  const overrides = [{ type: 'princess', change: null }];
  const silent = await tells(driver, { do: 'depart', group: 1, overrides });
  expect([silent.status, silent.body.detail]).toEqual([
    422,
    'Say why group 1 is to depart all the same: Group 1 has not been to princess',
  ]);
  expect((await yard()).groups[0].can).toMatchObject({
    depart: true,
    princess: true,
    abort: false,
  });
  expect((await yard(developer)).groups[0].can).toMatchObject({ depart: false, drive: false });
  const reason = 'princess is being repaired';
  expect((await tells(driver, { do: 'depart', group: 1, overrides, reason })).status).toBe(200);
  const { body } = await driver.get(`${base}/releases/3`);
  expect(body).toMatchObject({
    reason,
    train: { overridden: ['Group 1 has not been to princess'] },
  });
});

test('an import waits as well, and says what it will change', async () => {
  const { driver, developer, base, tells, passes, switchNow, change, liftHold, set } =
    await station();
  await set('cart', { salt: 'pepper' });
  const { body: file } = await driver.get(`${base}/export`);
  await developer.post(`${base}/releases/3/rollback`);
  const imported = await driver.post(`${base}/import`, { file, mode: 'merge', reason: 'again' });
  expect([imported.status, typesOf(imported.body.waiting.blockers)]).toEqual([202, ['hold']]);
  expect(await change(1)).toMatchObject({
    description: 'again',
    changes: [{ key: 'cart', after: { salt: 'pepper' } }],
  });
  expect((await tells(driver, { do: 'kick', change: 1, reason: 'no' })).status).toBe(200);
  expect(await change(1)).toMatchObject({ status: 'open' });
  expect((await tells(driver, { do: 'express', change: 1 })).status).toBe(200);
  await liftHold();
  await passes(0);
  expect(await switchNow('cart')).toMatchObject({ salt: 'pepper' });
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 5 });
});

test('a driver hands a group over to who rides in it; nobody else is known', async () => {
  const { driver, developer, boards, tells, change, yard } = await station(careful);
  await boards(driver, 'awesome');
  await boards(developer, 'cart');
  const { author } = await change(2);
  const handed = await tells(driver, { do: 'drive', group: 1, driver: author.id });
  expect(handed.body.groups[0].driver).toEqual(author);
  expect((await tells(driver, { do: 'drive', group: 1, driver: 'nobody' })).status).toBe(422);
  expect((await tells(driver, { do: 'drive', group: 9, driver: 'me' })).status).toBe(404);
  await tells(driver, { do: 'drive', group: 1, driver: 'me' });
  expect((await yard()).groups[0].driver.id).not.toBe(author.id);
});

test('an express to which nothing stands in the way leaves with the command', async () => {
  const { developer, base, turnOn, tells, change } = await station();
  await developer.post(`${base}/changes`, turnOn('awesome'));
  const { body } = await tells(developer, { do: 'express', change: 1 });
  expect(body).toMatchObject({ release: 3, groups: [] });
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 3 });
  expect((await tells(developer, { do: 'express', change: 1 })).status).toBe(409);
});

test('what is brought back by whatever undoing is live again, and needs its code again', async () => {
  const app = await station();
  const { driver, base, boards, tells, change, clock } = app;
  const then = async (path: string, body?: object) => {
    clock.advance(1_000);
    expect((await driver.post(`${base}/${path}`, body)).status).toBe(201);
    return (await change(1)).status;
  };
  await boards(driver, 'awesome', { board: undefined });
  await tells(driver, { do: 'express', change: 1 });
  expect(await change(1)).toMatchObject({ status: 'arrived', release: 3 });
  expect(await then('releases/3/rollback')).toBe('rolled-back');
  expect(await then('restore', { release: 3 })).toBe('arrived');
  expect(await then('releases/5/rollback')).toBe('rolled-back');
  expect(await then('releases/6/rollback')).toBe('arrived');
  expect(await then('releases/7/rollback')).toBe('rolled-back');
  expect(await then('restore', { release: 7 })).toBe('arrived');
});
