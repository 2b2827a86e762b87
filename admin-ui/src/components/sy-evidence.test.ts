import { expect, test } from 'vitest';
import { shownText } from '../testing/acts.ts';
import { evidence } from '../testing/evidence.ts';
import { findAll, mount } from '../testing/mount.ts';
import './sy-evidence.ts';

const show = (over: Parameters<typeof evidence>[0] = {}) =>
  mount('sy-evidence', { evidence: evidence(over) });

test('says who was counted and how strong the evidence is', async () => {
  const element = await show();
  expect(shownText(element, '.counts dt')).toEqual([
    'Canary users',
    'Others, to compare with',
    'Evidence; taken back at 100',
    'Looked at for',
  ]);
  expect(shownText(element, '.counts dd')).toEqual(['212', '4,030', '80,800', '34 s']);
});

test('draws how it grew against the line, with each metric and each stage', async () => {
  const element = await show();
  const [graph] = findAll<HTMLElementTagNameMap['sy-graph']>(element, 'sy-graph');
  expect(graph?.times).toEqual([0, 17_000, 34_000]);
  expect(graph?.series.map(({ label }) => label)).toEqual(['all together', 'checkouts', 'latency']);
  expect(graph?.lines).toEqual([{ value: -Math.log(0.01), label: 'taken back at 100' }]);
  expect(graph?.marks).toEqual([{ at: 17_000, label: 'Stage 2 begins' }]);
  expect(graph?.summary).toBe('It reached 80,800; at 100 a release is taken back.');
});

test('one metric needs one line', async () => {
  const [point] = evidence().curve;
  const element = await show({
    measured: evidence().measured.slice(0, 1),
    curve: point ? [{ ...point, metrics: point.metrics.slice(0, 1) }] : [],
  });
  const [graph] = findAll<HTMLElementTagNameMap['sy-graph']>(element, 'sy-graph');
  expect(graph?.series.map(({ label }) => label)).toEqual(['checkouts']);
});

test('shows both sides of each metric, as a picture and in numbers', async () => {
  const element = await show();
  expect(shownText(element, 'h4')).toEqual([
    'Users who had a failed checkout 8× worse, at least 4.9×',
    'Typically 2 % worse',
  ]);
  expect(shownText(element, '.numbers')).toEqual([
    '19.3 % 41 of 212 users, between 13.5 % and 27 %',
    '2.4 % 97 of 4,030 users, between 1.7 % and 3.4 %',
    '102 ms between 71.4 ms and 143 ms',
    '100 ms between 70 ms and 140 ms',
  ]);
  const [canary, control] = findAll(element, '.dot').map((each) =>
    Number(each.style.getPropertyValue('--at')),
  );
  expect(canary).toBeGreaterThan(control ?? 1);
  expect(shownText(element, 'article header')[1]).toContain('more is worse, 10 % tolerated');
});

test('says so where nothing can be compared yet, and where SDKs had to forget', async () => {
  const whole = evidence();
  const [first] = whole.verdict?.metrics ?? [];
  const [view] = first?.views ?? [];
  if (!whole.verdict || !first || !view) throw new Error('There is no view.');
  const empty = { affected: 0, users: 0, rate: null, low: null, high: null };
  const nothing = { ...view, ratio: null, lowerBound: 0, canary: empty, control: empty };
  const element = await show({
    verdict: { ...whole.verdict, metrics: [{ ...first, views: [nothing] }] },
    dropped: 3,
  });
  expect(shownText(element, '.ratio')).toEqual(['not yet comparable']);
  expect(shownText(element, '.numbers')).toEqual(['nothing yet', 'nothing yet']);
  expect(findAll(element, '.dot, .whisker')).toEqual([]);
  expect(shownText(element, '.warning')[0]).toContain('forget 3 minutes');
});
