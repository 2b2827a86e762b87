import { expect, onTestFinished, test } from 'vitest';
import type { SyGraph } from '../components/sy-graph.ts';
import { see, shownText } from '../testing/acts.ts';
import { state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { type Asked, type Reply, serve } from '../testing/server.ts';
import './metrics.ts';

const minute = 60_000;

/** The server's answer for an event: its count in each of the last minutes. */
function history({ path }: Asked, counts: readonly number[]) {
  const url = new URL(path, location.href);
  const event = decodeURIComponent(url.pathname.split('/').at(-1) ?? '');
  const [from = '', to = ''] = [
    url.searchParams.get('from') ?? '',
    url.searchParams.get('to') ?? '',
  ];
  const last = Math.floor(Date.parse(to) / minute) * minute - minute;
  const points = counts.map((count, back) => ({
    at: new Date(last - back * minute).toISOString(),
    ...{ count, sum: 0, totals: { none: [count, 0] }, quantiles: null },
  }));
  const deploys = [
    {
      seq: 7,
      at: new Date(last - minute).toISOString(),
      kind: 'code',
      title: 'web 2.0',
      action: 'start',
    },
    {
      seq: 8,
      at: new Date(last).toISOString(),
      kind: 'config',
      title: 'awesome: on',
      action: 'publish',
    },
  ];
  return { event, from, to, stepMs: minute, points: points.reverse(), deploys };
}

async function page(
  events: readonly string[],
  reply?: (asked: Asked) => Reply,
  query: Record<string, string> = {},
) {
  const asked = serve((each) => {
    if (each.path.endsWith('/metrics')) return { body: { events, metrics: [] } };
    if (reply) return reply(each);
    const counts = each.path.includes('error') ? [6, 0, 0] : [600, 60, 60];
    return { body: history(each, counts) };
  });
  const element = await mount('sy-metrics', { state, query });
  onTestFinished(() => window.history.replaceState(null, '', location.pathname));
  return { element, asked };
}

const graphIn = (element: Element, title: string) =>
  see<SyGraph>(element, `sy-graph[label="${title}"]`);

test('shows a graph for each, with every deploy as a line that leads to its entry', async () => {
  const { element } = await page(['request', 'request.error', 'signup']);
  const errors = await graphIn(element, 'Errors');
  expect(shownText(element, 'h2')).toEqual(['Requests', 'Errors', 'Latency', 'signup']);
  expect(errors.summary).toBe('Latest: 1 %');
  expect(errors.marks).toMatchObject([
    { label: 'Code: web 2.0', href: '#/log/7', tone: 'code' },
    { label: 'Config: awesome: on', href: '#/log/8', tone: 'config' },
  ]);
  const [json] = findAll<HTMLAnchorElement>(element, '[aria-label="Errors as JSON"]');
  expect(json?.href).toMatch(/\/api\/environments\/production\/metrics\/request\.error\?from=/);
  expect(findAll<HTMLAnchorElement>(element, 'ol a').map((each) => each.hash)).toEqual([
    '#/log/8',
    '#/log/7',
  ]);
});

test('asks for the range that was chosen, and goes where it is told', async () => {
  const { element, asked } = await page(['request'], undefined, { range: '24h' });
  await graphIn(element, 'Requests');
  const url = new URL(asked.at(-1)?.path ?? '', location.href);
  const [from = '', to = ''] = ['from', 'to'].map((name) => url.searchParams.get(name) ?? '');
  expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  const pressed = findAll(element, '[aria-pressed=true]').map((each) => each.ariaLabel);
  expect(pressed).toEqual(['the last 24 hours']);
  findAll(element, '[aria-label="the last 7 days"]')[0]?.click();
  expect(location.hash).toContain('range=7d');
});

test('zooms all graphs, in more detail, and back', async () => {
  const { element, asked } = await page(['request', 'signup']);
  const graph = await graphIn(element, 'Requests');
  const from = Date.UTC(2026, 0, 5, 9);
  const detail = { from, to: from + 30 * minute };
  graph.dispatchEvent(new CustomEvent('zoom-change', { detail }));
  expect(location.hash).toContain('from=2026-01-05T09');
  element.query = { from: new Date(from).toISOString(), to: new Date(detail.to).toISOString() };
  await expect.poll(() => asked.at(-1)?.path).toContain('from=2026-01-05T09');
  await expect.poll(() => graph.span).toEqual(detail);
  expect((await graphIn(element, 'signup')).span).toEqual(detail);
  (await see(element, 'button', 'Back to the last hour')).click();
  expect(location.hash).not.toContain('from=');
});

test('tells how to count where nothing was', async () => {
  const { element } = await page([]);
  const snippet = await see<HTMLElementTagNameMap['sy-snippet']>(element, 'sy-snippet');
  expect(snippet.code).toContain('flags.track(');
  expect(snippet.code).toContain('app.use(switchyard(flags))');
});

test('says what went wrong, and tries again', async () => {
  let isDown = true;
  const { element } = await page(['signup'], (each) =>
    isDown
      ? { status: 503, body: { detail: 'The database is away' } }
      : { body: history(each, [1]) },
  );
  expect((await see(element, '[role=alert]')).textContent).toContain('The database is away');
  isDown = false;
  (await see(element, 'button', 'Try again')).click();
  await graphIn(element, 'signup');
  expect(findAll(element, '[role=alert]')).toEqual([]);
});

test('shows a dozen graphs first, and all that there are when asked', async () => {
  const { element, asked } = await page(Array.from({ length: 30 }, (_, at) => `event-${at}`));
  await graphIn(element, 'event-0');
  expect([findAll(element, 'sy-graph').length, asked.length]).toEqual([12, 13]);
  (await see(element, 'button', 'Show all 30 graphs')).click();
  await expect.poll(() => findAll(element, 'sy-graph').length).toBe(30);
});
