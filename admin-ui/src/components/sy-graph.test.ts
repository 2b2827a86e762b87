import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { findAll, heard, mount } from '../testing/mount.ts';
import { elapsedTicks, thinned, timeInWords } from './graph-axis.ts';
import './sy-graph.ts';
import type { GraphSpan, SyGraph } from './sy-graph.ts';

const times = Array.from({ length: 61 }, (_, at) => at * 1000);
const graph = (over: Partial<SyGraph> = {}) =>
  mount('sy-graph', {
    label: 'Evidence',
    summary: 'It grew.',
    axis: 'elapsed',
    times,
    series: [
      { label: 'errors', values: times.map((time) => time / 10_000) },
      { label: 'latency', values: times.map(() => null) },
    ],
    ...over,
  });

const paint = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

/** The colours on the canvas, except none. */
function coloursOf(element: SyGraph): Set<string> {
  const [canvas] = findAll<HTMLCanvasElement>(element, 'canvas');
  const context = canvas?.getContext('2d');
  if (!canvas || !context) throw new Error('There is no canvas.');
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const found = new Set<string>();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] === 255) found.add([...data.slice(at, at + 3)].join());
  }
  return found;
}

test('draws its values and names them, also for who cannot see', async () => {
  const element = await graph();
  await paint();
  expect(coloursOf(element)).toContain('23,99,198');
  expect(findAll(element, '[role=img]')[0]?.ariaLabel).toBe('Evidence. It grew.');
  expect(findAll(element, '.legend li').map((each) => each.textContent)).toEqual([
    'errors',
    'latency',
  ]);
});

test('follows the theme', async () => {
  const element = await graph();
  await paint();
  document.documentElement.dataset.theme = 'dark';
  await paint();
  const dark = coloursOf(element);
  delete document.documentElement.dataset.theme;
  expect(dark).toContain('127,182,245');
  expect(dark).not.toContain('23,99,198');
});

test('is as wide as its place', async () => {
  const element = await graph();
  element.style.width = '300px';
  await expect.poll(() => findAll(element, '.uplot')[0]?.clientWidth).toBe(300);
});

test('has the same as a table, with what is unknown', async () => {
  const element = await graph({ format: (value) => `${value}×` });
  findAll(element, 'summary')[0]?.click();
  await expect.poll(() => findAll(element, 'tbody tr').length).toBe(61);
  expect(
    findAll(element, 'tbody tr')[20]
      ?.textContent?.split(/\s{2,}/)
      .filter(Boolean),
  ).toEqual(['20 s', '2×–']);
});

test('shows lines and marks where they belong, and marks lead somewhere', async () => {
  const element = await graph({
    lines: [{ value: 4.6, label: 'rolled back here' }],
    marks: [
      { at: 30_000, label: 'web 2.0', href: '#/log/7', tone: 'code' },
      { at: 90_000, label: 'later than all' },
    ],
  });
  await paint();
  expect(findAll(element, '.line').map((each) => each.textContent)).toEqual(['rolled back here']);
  const marks = findAll<HTMLAnchorElement>(element, '.mark');
  expect(marks.map((each) => [each.ariaLabel, each.getAttribute('href')])).toEqual([
    ['web 2.0', '#/log/7'],
  ]);
  const width = findAll(element, '.u-over')[0]?.clientWidth ?? 0;
  expect(Number.parseFloat(marks[0]?.style.left ?? '') / width).toBeCloseTo(0.5, 2);
});

test('shows a span of time with what is there of it', async () => {
  const marks = Array.from({ length: 20 }, (_, at) => ({
    at: at * 1000,
    label: `${at}`,
    href: '#',
  }));
  const element = await graph({ span: { from: 0, to: 120_000 }, marks });
  await paint();
  const [, mark] = findAll<HTMLAnchorElement>(element, '.mark');
  const width = findAll(element, '.u-over')[0]?.clientWidth ?? 0;
  expect(Number.parseFloat(mark?.style.left ?? '') / width).toBeCloseTo(1 / 120, 3);
  expect(mark?.tabIndex).toBe(-1);
});

test('says what is under the pointer', async () => {
  const element = await graph();
  await paint();
  const [over] = findAll(element, '.u-over');
  if (!over) throw new Error('There is no plot.');
  await userEvent.hover(over);
  await expect.poll(() => findAll(element, '.tip').length).toBe(1);
  expect(findAll(element, '.tip')[0]?.textContent).toMatch(/30 s.*errors3.*latency–/s);
});

test('zooms where it is dragged, and back', async () => {
  const element = await graph();
  await paint();
  const spans = heard<GraphSpan | null>(element, 'zoom-change');
  const [over] = findAll(element, '.u-over');
  const box = over?.getBoundingClientRect();
  if (!over || !box) throw new Error('There is no plot.');
  const mouse = (type: string, part: number, target: EventTarget) =>
    target.dispatchEvent(
      new MouseEvent(type, {
        bubbles: true,
        button: 0,
        movementX: 9,
        clientX: box.left + box.width * part,
        clientY: box.top + 50,
      }),
    );
  mouse('mousemove', 0.25, over);
  mouse('mousedown', 0.25, over);
  mouse('mousemove', 0.5, over);
  mouse('mouseup', 0.5, document);
  await expect.poll(() => spans.length).toBe(1);
  expect(Math.round((spans[0]?.from ?? 0) / 1000)).toBe(15);
  expect(Math.round((spans[0]?.to ?? 0) / 1000)).toBe(30);
  await element.updateComplete;
  findAll(element, 'button')[0]?.click();
  expect(spans[1]).toBeNull();
});

test('says so where there is nothing', async () => {
  const element = await graph({ times: [], series: [], empty: 'Nobody came.' });
  expect(findAll(element, '.empty')[0]?.textContent).toBe('Nobody came.');
  expect(findAll(element, 'details')).toEqual([]);
});

test('writes times as people do', () => {
  expect(elapsedTicks([0, 30_000, 90_000, 120_000, 7_200_000])).toEqual([
    '0 s',
    '30 s',
    '90 s',
    '2 min',
    '2 h',
  ]);
  expect(timeInWords(3_700_000, 'elapsed')).toBe('1 h 1 min');
  expect(timeInWords(95_400, 'elapsed')).toBe('1 min 35 s');
});

test('thins out evenly and keeps both ends', () => {
  expect(thinned(Array.from({ length: 10 }), 4)).toEqual([0, 3, 6, 9]);
  expect(thinned([1, 2], 4)).toEqual([0, 1]);
});
