import { expect, test } from 'vitest';
import { reporting } from './metrics.ts';
import { candidateOf, on } from './testing/messages.ts';
import { place, start } from './testing/place.ts';
import { until } from './testing/until.ts';

test('tells what was asked for and what there is not, once each', async () => {
  const { url, publish, asked } = place();
  const switches = { awesome: on, other: on };
  await publish(switches, 1, { candidate: await candidateOf(switches, {}) });
  const flags = reporting(start(url, { context: { targetingKey: 'u1' } }), { periodMs: 20 });
  flags.isActive('awesome');
  await flags.ready();
  expect(flags.isActive('awesome')).toBe(true);
  expect(flags.variant('unheard-of', 'c')).toBe('c');
  expect(flags.value('unheard-of', 7)).toBe(7);
  flags.track('clicked', 3);
  flags.track('no\nname');

  await until(async () => expect((await asked()).reports).toHaveLength(1));
  const [report] = (await asked()).reports as [{ metrics: { minutes: object[] } }];
  expect(report).toMatchObject({ sequence: 1, asked: ['awesome'], unknown: { 'unheard-of': 2 } });
  const events = { clicked: { totals: { canary: [1, 3] } } };
  expect(report.metrics.minutes).toMatchObject([{ events }]);

  flags.isActive('other');
  await until(async () => expect((await asked()).reports).toHaveLength(2));
  expect((await asked()).reports[1]).toMatchObject({ sequence: 2, asked: ['other'], unknown: {} });
});

test('sends a report that did not arrive again as it was', async () => {
  const { url, publish, say, asked } = place();
  await publish({ awesome: on });
  const flags = reporting(start(url), { periodMs: 20 });
  await flags.ready();
  await say({ status: 503 });
  flags.isActive('awesome');
  await until(async () => {
    await say({ status: 200 });
    flags.isActive('later');
    expect((await asked()).reports.length).toBeGreaterThan(1);
  });
  const [first, second] = (await asked()).reports;
  expect(first).toMatchObject({ sequence: 1, asked: ['awesome'] });
  expect(second).toMatchObject({ sequence: 2, asked: [] });
});

test('sends one report at a time, and loses nothing that happens meanwhile', async () => {
  const answers: (() => void)[] = [];
  const sent: object[] = [];
  const client = {
    explain: () => ({ active: true }),
    isActive: () => true,
    on: () => () => {},
    ask(_method: string, _path: string, report: object) {
      sent.push(report);
      return new Promise<void>((resolve) => answers.push(resolve));
    },
  };
  const flags = reporting(client as never, { periodMs: 1 });
  flags.isActive('awesome');
  await until(() => expect(sent).toHaveLength(1));
  flags.isActive('other');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(sent).toHaveLength(1);
  answers[0]?.();
  await until(() => expect(sent).toHaveLength(2));
  expect(sent).toMatchObject([
    { sequence: 1, asked: ['awesome'] },
    { sequence: 2, asked: ['other'] },
  ]);
});

test('a page that is not of the share says nothing', async () => {
  const { url, publish, asked } = place();
  await publish({ awesome: on });
  const flags = reporting(start(url), { share: 0, periodMs: 0 });
  await flags.ready();
  expect(flags.isActive('awesome')).toBe(true);
  flags.track('clicked');
  expect((await asked()).reports).toEqual([]);
});
