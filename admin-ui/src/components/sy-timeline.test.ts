import { expect, test } from 'vitest';
import { findAll, mount } from '../testing/mount.ts';
import type { Annotation } from '../yard-api.ts';
import './sy-timeline.ts';

const until = Date.parse('2026-11-21T12:00:00Z');
const hourMs = 3_600_000;
const deploy = (entry: number, hoursAgo: number, over: Partial<Annotation> = {}): Annotation => ({
  entry,
  at: new Date(until - hoursAgo * hourMs).toISOString(),
  kind: 'config',
  action: 'publish',
  title: `Entry ${entry}`,
  ...over,
});

test('puts code and config on one axis of time, each with the way to its entry', async () => {
  const annotations = [
    deploy(1, 30),
    deploy(2, 12),
    deploy(3, 6, { action: 'kill' }),
    deploy(4, 0, { kind: 'code', action: 'finish' }),
  ];
  const element = await mount('sy-timeline', { annotations, until });
  const lanes = findAll(element, 'ol').map((lane) =>
    findAll(lane, 'li').map((each) => [
      each.style.getPropertyValue('--at'),
      each.className,
      findAll(each, 'a')[0]?.getAttribute('href'),
    ]),
  );
  expect(lanes).toEqual([
    [['1', '', '#/log/4']],
    [
      ['0.5', '', '#/log/2'],
      ['0.75', 'stop', '#/log/3'],
    ],
  ]);
  expect(findAll(element, 'a')[1]?.ariaLabel).toMatch(/^\d\d:\d\d Entry 2$/);
});

test('says where nothing was deployed', async () => {
  const element = await mount('sy-timeline', { annotations: [], until });
  expect(findAll(element, '.none')).toHaveLength(2);
});
