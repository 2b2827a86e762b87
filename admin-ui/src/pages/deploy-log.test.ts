import { expect, test } from 'vitest';
import { ada, entryOf, state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './deploy-log.ts';

const entries = [
  entryOf(9, {
    kind: 'code',
    app: 'web',
    action: 'start',
    isRunning: true,
    title: 'Deploy of web',
  }),
  entryOf(8, {
    action: 'depart',
    release: 7,
    title: 'awesome: 5 % → 10 %',
    outcome: {
      seq: 10,
      at: '2026-11-21T12:00:00.000Z',
      actor: { kind: 'system', id: 'guard', name: 'guard' },
      action: 'abort',
      title: '',
      reason: 'errors doubled',
      durationMs: 60_000,
    },
  }),
  entryOf(7, { kind: 'note', action: 'note', title: 'Load test' }),
];

async function page(query: Record<string, string> = {}) {
  const asked = serve(({ path, method }) => {
    if (method === 'POST') return { status: 201, body: entryOf(11, { kind: 'note' }) };
    if (path.startsWith('/api/switches')) return { body: [] };
    return { body: { entries } };
  });
  const element = await mount('sy-deploy-log', { state, query });
  await settled();
  return { element, asked, texts: (selector: string) => findAll(element, selector).map(textOf) };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim();

test('shows code and config in one line, each with how it ended', async () => {
  const { element, texts } = await page();
  expect(texts('h3')).toEqual(['Deploy of web', 'awesome: 5 % → 10 %', 'Load test']);
  const endings = findAll(element, 'sy-ending').flatMap((each) => findAll(each, 'span[class]'));
  expect(endings.map(textOf).filter(Boolean)).toEqual(['running for 1 min', 'aborted after 1 min']);
  expect(texts('.reason')).toEqual(['“errors doubled” — guard']);
  expect(findAll<HTMLAnchorElement>(element, 'h3 a').map((each) => each.hash)).toEqual([
    '#/log/9',
    '#/log/8',
    '#/log/7',
  ]);
});

test('offers to roll back what arrived only', async () => {
  const { element } = await page();
  expect(findAll(element, '[aria-label^="Roll back release"]')).toEqual([]);
});

test('asks for what the address says, and exports the same', async () => {
  const { element, asked } = await page({ in: 'production', kind: 'code', text: 'web' });
  const search = '?environment=production&kind=code&search=web';
  expect(asked.map(({ path }) => path)).toContain(`/api/log${search}&limit=50`);
  const [csv, json] = findAll<HTMLAnchorElement>(element, '.acts a').map(
    (each) => each.pathname + each.search,
  );
  expect(csv).toBe(`/api/log.csv${search}`);
  expect(json).toMatch(
    /^\/api\/log\/annotations\?environment=production&kind=code&search=web&from=/,
  );
});

test('takes a note, about one environment or about all', async () => {
  const { element, asked } = await page();
  for (const [text, environment] of [
    ['Load test', 'production'],
    ['Holidays', ''],
  ]) {
    findAll<HTMLButtonElement>(element, '.acts button')[0]?.click();
    await settled();
    const [field] = findAll<HTMLTextAreaElement>(element, 'textarea');
    const [where] = findAll<HTMLSelectElement>(element, 'select[name=environment]');
    if (field) field.value = text as string;
    if (where) where.value = environment as string;
    findAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
    await settled();
    expect(findAll(element, 'form')).toEqual([]);
  }
  const notes = asked.filter(({ method }) => method === 'POST');
  expect(notes.map(({ path, body }) => [path, body])).toEqual([
    ['/api/log/notes', { text: 'Load test', environment: 'production' }],
    ['/api/log/notes', { text: 'Holidays' }],
  ]);
  expect(ada.id).toBe(state.session.person?.id);
});
