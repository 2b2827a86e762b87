import { createMetrics } from '@switchyard/core';
import { expect, test } from 'vitest';
import * as metrics from '../metrics/service.ts';
import { production } from '../testing/production.ts';

const environment = 'production';
const salt = 'k3v9';

/** A release is measured, and these SDKs follow it. */
async function measuring() {
  const app = await production();
  await app.work((work) =>
    metrics.begin(work, environment, { salt, metrics: [...metrics.builtIn] }),
  );
  const measures = await app.work((work) => metrics.measuresFor(work, environment, salt));
  const sdk = () => {
    const counting = createMetrics();
    counting.follow({ salt, stage: 0, measures });
    return counting;
  };
  const counts = async () => {
    const all = await app.work((work) => metrics.countsOf(work, environment, salt));
    const errors = all?.metrics.find(({ metric }) => metric.key === 'errors')?.stages[0];
    return { exposed: all?.exposed.release, affected: errors?.affected, sums: errors?.sums };
  };
  return { ...app, sdk, counts };
}

type Sdk = ReturnType<typeof createMetrics>;

function visit(sdk: Sdk, user: string, group: 'canary' | 'control', fails = false) {
  sdk.track('request', user, group, 100);
  if (fails) sdk.track('request.error', user, group);
}

const total = (sums: readonly number[] = []) => sums.reduce((sum, each) => sum + each, 0);

test('what several instances counted adds up, each user once, however often a report comes', async () => {
  const { sdk, counts, client, sdkKey, clock } = await measuring();
  const http = client((await sdkKey()).headers);
  const [one, other] = [sdk(), sdk()];
  for (const each of [one, other]) {
    visit(each, 'ann', 'canary', true);
    visit(each, 'bob', 'control');
  }
  visit(other, 'cid', 'control', true);

  const now = clock.now().getTime();
  const report = { instance: 'one', sequence: 1, metrics: one.take(now) };
  const second = { instance: 'other', sequence: 5, metrics: other.take(now) };
  const all = [report, report, second, report, second];
  const answers = await Promise.all(all.map((each) => http.post('/sdk/reports', each)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);

  const { exposed, affected, sums } = await counts();
  expect(exposed).toMatchObject({ canary: 1, control: 2, both: 0 });
  expect(affected).toMatchObject({ canary: 1, control: 1 });
  const { canary, control } = sums?.events ?? {};
  expect([total(canary?.n), total(canary?.y)]).toEqual([2, 2]);
  expect([total(control?.n), total(control?.y)]).toEqual([3, 1]);
});

test('every answer tells what switches with a split are compared by, the same to all', async () => {
  const { client, sdkKey } = await measuring();
  const http = client((await sdkKey()).headers);
  const answers = await Promise.all(
    ['one', 'other'].map((instance) => http.post('/sdk/reports', { instance, sequence: 1 })),
  );
  const [{ experiments }] = answers.map(({ body }) => body) as [{ experiments: { salt: string } }];
  expect(experiments).toEqual({ salt: expect.any(String), events: ['request.error'] });
  expect(answers[1]?.body.experiments.salt).toBe(experiments.salt);
});

test('what browsers and instances at princess say is not counted', async () => {
  const { sdk, counts, client, sdkKey, clock } = await measuring();
  for (const [kind, channel] of [
    ['browser', 'live'],
    ['server', 'princess'],
  ] as const) {
    const counting = sdk();
    visit(counting, 'ann', 'canary', true);
    const http = client((await sdkKey(kind, channel)).headers);
    const report = { instance: kind, sequence: 1, metrics: counting.take(clock.now().getTime()) };
    expect((await http.post('/sdk/reports', report)).status).toBe(200);
  }
  expect((await counts()).exposed).toMatchObject({ canary: 0, control: 0 });
});

test('metrics that make no sense are refused whole, and what comes next is taken', async () => {
  const { sdk, counts, client, sdkKey, clock } = await measuring();
  const http = client((await sdkKey()).headers);
  const counting = sdk();
  visit(counting, 'ann', 'canary');
  const message = counting.take(clock.now().getTime());
  const trial = message?.trials[0];
  const bad = [
    { ...message, dropped: -1 },
    { ...message, trials: [{ ...trial, stage: 0.5 }] },
    { ...message, trials: [{ ...trial, exposed: { sample: 1, canary: ['ann'], control: [] } }] },
    { ...message, trials: Array(11).fill(trial) },
    { trials: [trial] },
  ];
  const send = (sequence: number, metrics: unknown) =>
    http.post('/sdk/reports', { instance: 'one', sequence, metrics });
  for (const [at, each] of bad.entries()) {
    const { status, body } = await send(at + 1, each);
    expect([status, body.code]).toEqual([422, 'invalid']);
  }
  expect((await send(9, message)).status).toBe(200);
  expect((await counts()).exposed).toMatchObject({ canary: 1, control: 0 });
});

test('metrics of a release that nobody knows are passed over', async () => {
  const { client, sdkKey, clock, counts } = await measuring();
  const http = client((await sdkKey()).headers);
  const stranger = createMetrics();
  stranger.follow({ salt: 'another', stage: 0, measures: { 'request.error': { users: true } } });
  visit(stranger, 'ann', 'canary', true);
  const report = { instance: 'one', sequence: 1, metrics: stranger.take(clock.now().getTime()) };
  expect((await http.post('/sdk/reports', report)).status).toBe(200);
  expect((await counts()).exposed).toMatchObject({ canary: 0, control: 0 });
});
