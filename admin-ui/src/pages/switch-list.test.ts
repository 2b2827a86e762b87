import { expect, test } from 'vitest';
import { production, state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './switch-list.ts';

const stored = {
  state: 'on',
  rules: [],
  variants: [],
  requires: [],
  clientSide: false,
  version: 3,
};
const summary = (key: string, stale: object = {}) => ({
  key,
  name: key,
  description: '',
  owner: '',
  tags: [],
  kind: 'release',
  createdAt: '2026-01-01T00:00:00.000Z',
  environments: { production: stored },
  stale,
});
const hint = {
  why: 'on-for-everyone',
  since: '2026-09-01T00:00:00.000Z',
  says: 'On for everyone for 81 days. Keep what it switches on.',
};
const unknown = (key: string, more: object = {}) => ({
  key,
  count: 1200,
  lastAskedAt: new Date().toISOString(),
  askers: [
    { instance: 'web-1', app: 'web' },
    { instance: 'jobs-7', app: null },
    { instance: 'web-2', app: 'web' },
  ],
  ...more,
});

async function list(query: Record<string, string> = {}, role: 'admin' | 'viewer' = 'admin') {
  const ignored = unknown('old-one', { ignoredAt: new Date().toISOString() });
  const asked = serve(({ path, method }) => {
    if (path.endsWith('/unknown') && method === 'GET') {
      return { body: [unknown('serach-box'), unknown('not a key'), ignored] };
    }
    if (path.endsWith('/unknown')) return { status: 204 };
    if (path.endsWith('/switches')) {
      return { body: [summary('done', { production: hint }), summary('used')] };
    }
    return { body: { sdkConnections: { production: 1 } } };
  });
  const environment = { ...production, role };
  const element = await mount('sy-switch-list', {
    state: { ...state, environments: [environment], environment },
    query,
  });
  await settled();
  return { element, asked };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';
const inUnknown = (element: Element, selector: string) =>
  findAll(element, 'sy-unknown-switches').flatMap((each) => findAll(each, selector));
const keys = (element: Element) => findAll(element, '.facts code').map(textOf);

test('marks stale switches, and shows them alone', async () => {
  const { element } = await list();
  expect(keys(element)).toEqual(['done', 'used']);
  expect(findAll(element, '.stale').map(textOf)).toEqual(['on for everyone for weeks']);
  const { element: narrowed } = await list({ show: 'stale' });
  expect(keys(narrowed)).toEqual(['done']);
});

test('tells which keys are asked for but not defined, by whom, and what can be done', async () => {
  const { element, asked } = await list();
  const lines = inUnknown(element, 'li').map(textOf);
  expect(lines[0]).toContain('serach-box 1,200 times, last');
  expect(lines[0]).toContain('by web (web-1, web-2), jobs-7');
  const buttons = () => inUnknown(element, 'button');
  expect(buttons().map((each) => each.getAttribute('aria-label'))).toEqual([
    'Create serach-box',
    'Ignore serach-box',
    'Ignore not a key',
    'Stop ignoring old-one',
  ]);
  expect(inUnknown(element, 'summary').map(textOf)).toEqual(['1 ignored']);

  buttons()[1]?.click();
  await settled();
  const posted = asked.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(posted).toEqual([{ key: 'serach-box', isIgnored: true }]);
  expect(
    asked.filter(({ path, method }) => path.endsWith('/unknown') && method === 'GET'),
  ).toHaveLength(2);

  buttons()[0]?.click();
  await settled();
  expect(findAll<HTMLInputElement>(element, '#key')[0]?.value).toBe('serach-box');
});

test('lets those who only look look', async () => {
  const { element } = await list({}, 'viewer');
  expect(inUnknown(element, 'button')).toEqual([]);
});
