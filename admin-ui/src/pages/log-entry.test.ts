import { expect, test } from 'vitest';
import type { BackPreview, EntryDetails } from '../api-types.ts';
import { ada, entryOf, production, state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './log-entry.ts';

const change = {
  kind: 'switch',
  key: 'awesome',
  before: {},
  after: {},
  words: ['5 % → 10 %'],
} as const;
const entry: EntryDetails = entryOf(8, {
  action: 'depart',
  release: 7,
  reason: 'Friday',
  changes: [change],
  train: {
    group: 3,
    riders: [
      {
        change: '12',
        title: 'More people',
        author: ada,
        approvedBy: [{ ...ada, id: 'p2', name: 'Grace' }],
      },
      { change: 'express-4', title: 'At once', author: ada, approvedBy: [] },
    ],
    overridden: ['Grace says uh-oh'],
  },
});
const preview: BackPreview = {
  release: 5,
  config: { changes: [{ ...change, words: ['10 % → 5 %'] }], warnings: [] },
  code: [
    {
      app: 'web',
      from: '2.1',
      to: '2.0',
      hook: true,
      words: 'web: 2.1 → 2.0; its hook is called',
      stranded: [{ change: 12, title: 'More people', app: 'web', version: '2.1', release: 7 }],
    },
    {
      app: 'api',
      from: '5',
      to: '4',
      hook: false,
      words: 'api: 5 → 4; it has no hook',
      stranded: [],
    },
    {
      app: 'jobs',
      from: '1',
      to: null,
      hook: false,
      words: 'jobs was not deployed yet',
      stranded: [],
    },
  ],
  order: 'config first',
};

async function page(shown: EntryDetails = entry, role = production.role, back = preview) {
  const asked = serve(({ path, method }) => {
    if (path.startsWith('/api/log')) return { body: shown };
    return { body: method === 'POST' ? { ...back, entry: 20, warnings: [] } : back };
  });
  const environment = { ...production, role };
  const element = await mount('sy-log-entry', {
    state: { ...state, environments: [environment] },
    seq: 8,
  });
  await settled();
  return {
    element,
    asked,
    button: (words: string) =>
      findAll<HTMLButtonElement>(element, 'button').find((each) => textOf(each) === words),
  };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('tells what rode, who approved and what was overridden', async () => {
  const { element } = await page();
  const [ride] = findAll(element, 'sy-ride');
  const lines = findAll(ride as Element, 'p').map(textOf);
  expect(lines).toEqual(['More people', 'Ada, approved by Grace', 'At once', 'Ada']);
  expect(findAll<HTMLAnchorElement>(ride as Element, 'a').map(({ hash }) => hash)).toEqual([
    '#/changes/12?environment=production',
  ]);
  expect(findAll(ride as Element, '.warning li').map(textOf)).toEqual(['Grace says uh-oh']);
});

test('an address without a number leads nowhere, and asks nobody', async () => {
  const asked = serve(() => ({ status: 500 }));
  const element = await mount('sy-log-entry', { state, seq: Number.NaN });
  await settled();
  expect(findAll(element, '.problem-box p').map(textOf)).toEqual(['There is no such entry.']);
  expect(asked).toEqual([]);
});

test('goes back with code only after showing what happens, in which order', async () => {
  const { element, asked, button } = await page();
  button('Back to here, code and config')?.click();
  await settled();
  expect(asked.at(-1)?.path).toBe('/api/environments/production/rollback?entry=8&code=true');
  const [dialog] = findAll(element, 'sy-back-dialog');
  const steps = findAll(dialog as Element, '.steps > li').map(textOf);
  expect(steps[0]).toContain('Config, as of release 5');
  expect(steps[1]).toContain('web: 2.1 → 2.0; its hook is called “More people” needs web 2.1');
  expect(steps[1]).toContain('api: 5 → 4; it has no hook');
  expect(findAll(dialog as Element, 'p').map(textOf)[0]).toContain('Config goes first');
  expect(textOf(findAll(dialog as Element, 'div > ul')[0] as Element)).toBe(
    'jobs was not deployed yet',
  );

  button('Go back in Production')?.click();
  await settled();
  expect(asked.find(({ method }) => method === 'POST')).toMatchObject({
    path: '/api/environments/production/rollback',
    body: { entry: 8, code: true, reason: '' },
  });
});

test('tells no order where only one of config and code goes back by itself', async () => {
  const byHand = preview.code.filter(({ app }) => app === 'api');
  const { element, button } = await page(entry, production.role, { ...preview, code: byHand });
  button('Back to here, code and config')?.click();
  await settled();
  const dialog = findAll(element, 'sy-back-dialog')[0] as Element;
  expect(findAll(dialog, 'ol > li').map(textOf)[1]).toContain('api: 5 → 4; it has no hook');
  expect(findAll(dialog, 'p').map(textOf).join()).not.toContain('Config goes');
});

test('offers ways back to those who may, and no rollback of what never arrived', async () => {
  const { button } = await page(entry, 'viewer');
  expect(button('Back to here')).toBeUndefined();
  const aborted = { seq: 9, at: entry.at, actor: ada, action: 'abort', title: '', durationMs: 1 };
  const other = await page({ ...entry, outcome: aborted });
  expect(other.button('Roll back this release')).toBeUndefined();
  other.button('Back to here')?.click();
  await settled();
  expect(other.asked.at(-1)?.path).toContain('entry=9&code=false');
});

test('shows how far each part is', async () => {
  const { element } = await page({
    ...entry,
    parts: [
      { kind: 'config', status: 'done', words: 'Back', release: 9, updatedAt: entry.at },
      {
        kind: 'code',
        app: 'web',
        status: 'failed',
        words: 'no answer in 10 s',
        updatedAt: entry.at,
      },
    ],
  });
  const parts = findAll(element, 'sy-parts').flatMap((each) => findAll(each, 'li p:first-child'));
  expect(parts.map(textOf)).toEqual(['Config done', 'web failed']);
});

test('takes back what is still rolling out, without changing what is live', async () => {
  const { asked, button } = await page({ ...entry, isRunning: true });
  button('Roll back this release')?.click();
  await settled();
  button('Roll back in Production')?.click();
  await settled();
  const posts = asked.filter(({ path }) => path.includes('/rollback'));
  expect(posts).toEqual([
    {
      method: 'POST',
      path: '/api/environments/production/releases/7/rollback',
      body: { reason: '' },
    },
  ]);
});
