import { createMetrics, type Metrics } from '@switchyard/core';
import { describe, expect, test } from 'vitest';
import { end, eventsIn, historyOf, type Metric, nextStage, sweep } from './service.ts';
import { environment, failures, latency, measuring, salt } from './testing/measuring.ts';

const total = (sums: readonly number[] = []) => sums.reduce((sum, each) => sum + each, 0);

/** Requests of so many users, every fourth on canary, every tenth of them with an error. */
function busy(sdk: Metrics, users: number, from = 0) {
  for (let user = from; user < from + users; user++) {
    const group = user % 4 === 0 ? 'canary' : 'control';
    sdk.track('request', `user-${user}`, group, 50 + (user % 100));
    if (user % 10 === 0) sdk.track('request.error', `user-${user}`, group);
  }
}

describe('what SDKs report', () => {
  test('is counted by arm, in bins and by user', async () => {
    const { begin, sdk, report, counts, now } = await measuring();
    await begin([failures, latency]);
    const one = await sdk();
    busy(one, 400);
    busy(one, 100);
    await report('i1', one);
    const { metrics, exposed, startedAt, lastReportAt } = await counts();
    expect([startedAt, lastReportAt]).toEqual([now(), now()]);
    expect(exposed.release).toEqual({ canary: 100, control: 300, both: 0, sample: 1 });
    expect(exposed.stages).toEqual([exposed.release]);
    const [errors, times] = metrics.map(({ stages: [stage] }) => stage);
    expect(errors?.affected).toEqual({ canary: 20, control: 20, sample: 1 });
    const { canary, control } = errors?.sums?.events ?? {};
    expect([total(canary?.n), total(canary?.y)]).toEqual([125, 25]);
    expect([total(control?.n), total(control?.y)]).toEqual([375, 25]);
    expect(Object.keys(times?.sums ?? {})).toEqual(['typical']);
    expect(total(times?.sums?.typical?.canary.y)).toBeGreaterThan(125 * Math.log(50));
  });

  test('is counted once, however often it comes', async () => {
    const { begin, sdk, report, send, counts } = await measuring();
    await begin();
    const one = await sdk();
    busy(one, 40);
    const { sequence, message } = await report('i1', one);
    const before = await counts();
    expect(await send('i1', sequence, message)).toBe(false);
    expect(await send('i1', sequence - 1, message)).toBe(false);
    expect(await counts()).toEqual(before);
    expect(await send('i2', sequence, message)).toBe(true);
    const both = await counts();
    expect(both.exposed).toEqual(before.exposed);
    expect(both.metrics[0]?.stages[0]?.affected).toEqual(before.metrics[0]?.stages[0]?.affected);
    expect(total(both.metrics[0]?.stages[0]?.sums?.events?.canary.n)).toBe(20);
  });

  test('is the same from four SDKs that share the users as from one', async () => {
    const alone = await measuring();
    const shared = await measuring();
    for (const { begin } of [alone, shared]) await begin([failures, latency]);
    const one = await alone.sdk();
    const four = await Promise.all([1, 2, 3, 4].map(() => shared.sdk()));
    for (let user = 0; user < 600; user++) {
      for (let visit = 0; visit < 3; visit++) {
        busy(one, 1, user);
        busy(four[(user * 7 + visit) % 4] as Metrics, 1, user);
      }
    }
    await alone.report('i1', one);
    for (const [at, each] of four.entries()) await shared.report(`i${at}`, each);
    const [left, right] = [await alone.counts(), await shared.counts()];
    expect(right.exposed).toEqual(left.exposed);
    const [ofOne, ofFour] = [left, right].map(({ metrics }) =>
      numbersIn(metrics.map(({ stages }) => stages)),
    );
    expect(ofOne).toHaveLength(3 + 4 * 128 + 4 * 128);
    expect(ofFour).toHaveLength(ofOne?.length ?? 0);
    // Sums of parts are rounded more often than one sum.
    ofOne?.forEach((number, at) => {
      expect(Math.abs((ofFour?.[at] ?? 0) - number)).toBeLessThan(0.01);
    });
  });

  test('of users served in both arms is told, within a stage and over all', async () => {
    const { begin, sdk, report, counts } = await measuring();
    await begin();
    const [first, second] = [await sdk(0), await sdk(1)];
    for (const group of ['canary', 'control'] as const) first.note('ann', group);
    first.note('bob', 'control');
    second.note('bob', 'canary');
    await report('i1', first);
    await report('i2', second);
    await report('i1', first);
    const { exposed } = await counts();
    expect(exposed.stages).toEqual([
      { canary: 1, control: 2, both: 1, sample: 1 },
      { canary: 1, control: 0, both: 0, sample: 1 },
    ]);
    expect(exposed.release).toEqual({ canary: 2, control: 2, both: 2, sample: 1 });
  });

  test('counts a user once per release, as in the stage of the first bad event', async () => {
    const { begin, sdk, report, counts } = await measuring();
    await begin();
    const [early, late] = [await sdk(0), await sdk(1)];
    early.track('request.error', 'ann', 'control');
    late.track('request.error', 'ann', 'canary');
    late.track('request.error', 'bob', 'canary');
    await report('i1', early);
    await report('i2', late);
    const { stages } = (await counts()).metrics[0] ?? {};
    expect(stages?.map(({ affected }) => affected)).toEqual([
      { canary: 0, control: 1, sample: 1 },
      { canary: 1, control: 0, sample: 1 },
    ]);
  });

  test('is kept below the lowest hash that any SDK keeps, in both arms alike', async () => {
    const { begin, sdk, report, counts, run } = await measuring();
    await begin();
    const [all, some] = [await sdk(), await sdk(0, { users: 20 })];
    busy(all, 400);
    await report('i1', all);
    busy(some, 2000, 10_000);
    const { message } = await report('i2', some);
    const sample = message.trials[0]?.exposed.sample ?? 1;
    const { exposed, metrics } = await counts();
    expect(sample).toBeLessThan(0.02);
    expect(exposed.release.sample).toBe(sample);
    const affected = metrics[0]?.stages[0]?.affected;
    expect(affected?.sample).toBe(message.trials[0]?.events['request.error']?.users?.sample);
    const users = await run('select hash, arm from trial_users');
    const shown = Number(affected?.canary) + Number(affected?.control);
    expect([users.length, shown > 0]).toEqual([shown, true]);
    for (const { hash } of users) {
      expect(Number.parseInt(String(hash).slice(0, 8), 16)).toBeLessThan(
        (affected?.sample ?? 0) * 2 ** 32,
      );
    }
    busy(all, 400);
    busy(all, 400, 400);
    await report('i1', all);
    const after = await counts();
    expect(after.exposed.release.canary).toBeGreaterThanOrEqual(exposed.release.canary);
    expect((await run('select hash from trial_exposed')).length).toBe(
      after.exposed.release.canary + after.exposed.release.control,
    );
  });

  test('of a release that is unknown, or not measured by it, is left alone', async () => {
    const { begin, sdk, report, counts, work, advance, run } = await measuring();
    const stranger = createMetrics();
    stranger.follow({ salt: 'other', stage: 0, measures: { request: {} } });
    busy(stranger, 10);
    await report('i1', stranger);
    expect(await run('select * from trial_exposed')).toEqual([]);

    await begin();
    const eager = createMetrics();
    eager.follow({ salt, stage: 0, measures: { request: {}, secret: {} } });
    eager.track('secret', 'ann', 'canary');
    await report('i1', eager);
    expect((await run('select event from trial_events')).length).toBe(0);
    await work((each) => end(each, environment, salt));
    advance(299);
    const late = await sdk();
    busy(late, 4);
    await report('i2', late);
    expect((await counts()).exposed.release).toMatchObject({ canary: 2, control: 3 });
    advance(2);
    busy(late, 8);
    await report('i2', late);
    expect((await counts()).exposed.release).toMatchObject({ canary: 2, control: 3 });
  });
});

describe('what was before a release', () => {
  const minutes = async (count: number, each: (sdk: Metrics) => void) => {
    const all = await measuring();
    const sdk = createMetrics();
    for (let minute = 0; minute < count; minute++) {
      sdk.roll(all.now().getTime());
      each(sdk);
      all.advance(60);
    }
    await all.report('i1', sdk);
    return all;
  };
  const calm = (sdk: Metrics) => {
    for (let request = 0; request < 100; request++)
      sdk.track('request', 'ann', 'none', 1 + request);
    sdk.track('request.error', 'ann', 'none');
  };

  test('says what is slow, and how often things go wrong as a rule', async () => {
    const { begin, sdk, report, counts, advance } = await minutes(20, calm);
    await begin([failures, latency]);
    advance(30);
    const one = await sdk();
    for (let request = 0; request < 60; request++) {
      one.track('request', 'ann', 'control', 100);
      one.track('request.error', 'ann', request % 2 ? 'chosen' : 'control');
    }
    await report('i2', one);
    const { metrics } = await counts();
    expect(metrics[0]?.watches).toEqual([
      {
        group: 'everyone',
        recent: { events: 60, exposure: 60 },
        baseline: { events: 15, exposure: 1500 },
        // All of it was one user's.
        spread: { events: 0, exposure: 0 },
      },
      {
        group: 'chosen',
        recent: { events: 30, exposure: 0 },
        baseline: { events: 15, exposure: 1500 },
      },
    ]);
    expect(metrics[1]?.watches).toEqual([]);
    const { slow, mean } = metrics[1]?.stages[0]?.sums ?? {};
    expect(total(slow?.control.y)).toBe(60);
    expect(total(mean?.control.y) / 60).toBeGreaterThan(97);
    expect(total(mean?.control.y) / 60).toBeLessThan(100.001);
  });

  test('goes by time where nothing says how many requests there were', async () => {
    const alone = (sdk: Metrics) => sdk.track('signup.failed', undefined, 'none');
    const { begin, sdk, report, counts, advance } = await minutes(6, alone);
    await begin([{ ...failures, event: 'signup.failed' }]);
    advance(70);
    const one = await sdk();
    one.track('signup.failed', 'ann', 'control');
    await report('i2', one);
    expect((await counts()).metrics[0]?.watches[0]).toEqual({
      group: 'everyone',
      recent: { events: 1, exposure: 70 },
      baseline: { events: 6, exposure: 360 },
      spread: { events: 0, exposure: 70 },
    });
  });

  test('tells what many users suffer from what a few clients do, now and not long ago', async () => {
    const { begin, sdk, report, counts, advance } = await minutes(20, calm);
    await begin();
    const [one, other] = [await sdk(), await sdk(1)];
    const fails = (sdk: Metrics, user: string, times: number) => {
      for (let time = 0; time < times; time++) {
        for (const event of ['request', 'request.error']) sdk.track(event, user, 'control');
      }
    };
    const spread = async () => (await counts()).metrics[0]?.watches[0]?.spread?.events;
    for (const client of ['ann', 'bob', 'cid']) fails(one, client, 1000);
    await report('i1', one);
    expect(await spread()).toBe(0);
    for (let user = 0; user < 100; user++) fails(other, `user-${user}`, 1);
    await report('i2', other);
    expect(await spread()).toBeGreaterThan(80);
    expect(await spread()).toBeLessThanOrEqual(100);
    advance(180);
    await report('i2', other);
    expect(await spread()).toBe(0);
  });

  test('is told with how much SDKs had to forget meanwhile', async () => {
    const { begin, sdk, report, counts, send } = await measuring();
    await begin();
    const one = await sdk();
    busy(one, 40);
    const { sequence, message } = await report('i1', one);
    expect((await counts()).dropped).toBe(0);
    for (const next of [sequence + 1, sequence + 1])
      await send('i1', next, { ...message, dropped: 7 });
    await send('i2', 1, { ...message, dropped: 2 });
    expect((await counts()).dropped).toBe(9);
  });

  test('is frozen later if there was nothing, and never changes within a stage', async () => {
    const { begin, sdk, report, work, counts } = await measuring();
    await begin([latency]);
    const one = await sdk();
    busy(one, 400);
    await report('i1', one);
    expect(Object.keys((await counts()).metrics[0]?.stages[0]?.sums ?? {})).toEqual(['typical']);
    await work((each) => nextStage(each, environment, salt));
    const two = await sdk(1);
    busy(two, 400);
    await report('i2', two);
    const { stages } = (await counts()).metrics[0] ?? {};
    expect(Object.keys(stages?.[1]?.sums ?? {})).toEqual(['typical', 'slow', 'mean']);
    expect(total(stages?.[1]?.sums?.slow?.control.y) / 300).toBeCloseTo(0.05, 1);
  });

  test('is shown minute by minute, and coarser over longer times', async () => {
    const { read, now } = await minutes(20, calm);
    const since = (minutes: number) => new Date(now().getTime() - 60_000 * minutes);
    const history = (from: Date) =>
      read((each) => historyOf(each, environment, 'request', from, now()));
    expect(await read((each) => eventsIn(each, environment))).toEqual(['request', 'request.error']);
    const { points, stepMs } = await history(since(5));
    expect([points.length, stepMs]).toEqual([5, 60_000]);
    expect(points[0]?.totals).toEqual({ none: [100, 5050] });
    expect(points[0]?.quantiles?.p95).toBeGreaterThan(91);
    const day = await history(since(1440));
    expect(day.stepMs).toBe(180_000);
    expect(total(day.points.map(({ totals }) => totals.none?.[0] ?? 0))).toBe(2000);
  });
});

test('what nobody will ask for is forgotten: who it was first, at last what was counted', async () => {
  const { begin, sdk, report, work, counts, advance, run } = await measuring();
  const isEmpty = async (...tables: string[]) => {
    for (const table of tables) expect(await run(`select * from ${table}`), table).toEqual([]);
  };
  const sweepAll = async () => {
    let sweeps = 1;
    while (await work(sweep)) sweeps++;
    return sweeps;
  };
  await begin();
  const one = await sdk();
  busy(one, 3000);
  await report('i1', one);
  const before = await counts();
  await work((each) => end(each, environment, salt));
  expect(await sweepAll()).toBe(1);

  advance(2 * 86_400);
  expect(await sweepAll()).toBeGreaterThan(2);
  await isEmpty('trial_users', 'trial_exposed', 'reporters');
  const { exposed, metrics } = await counts();
  expect(exposed).toEqual(before.exposed);
  expect(metrics.map(({ stages }) => stages)).toEqual(before.metrics.map(({ stages }) => stages));

  advance(91 * 86_400);
  await sweepAll();
  await isEmpty('trials', 'trial_events', 'series', 'series_hours');
});

test('ten metrics of a busy SDK are all taken in', async () => {
  const { begin, sdk, report, counts } = await measuring();
  const ten = Array.from(
    { length: 10 },
    (_, at): Metric => ({ ...failures, key: `m${at}`, event: `e${at}` }),
  );
  await begin(ten);
  const one = await sdk();
  for (let user = 0; user < 500; user++) {
    for (let event = 0; event < 10; event++) one.track(`e${event}`, `user-${user}`, 'control');
  }
  await report('i1', one);
  expect((await counts()).metrics.map(({ stages }) => stages[0]?.affected?.control)).toEqual(
    ten.map(() => 500),
  );
});

function numbersIn(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return value && typeof value === 'object' ? Object.values(value).flatMap(numbersIn) : [];
}
