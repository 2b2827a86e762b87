import { expect, test } from 'vitest';
import { state } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './fleet.ts';

const at = '2026-11-21T12:00:00.000Z';
const instance = (name: string, version: string | null) => ({
  instance: name,
  version,
  position: 'e:7',
  release: 7,
  channel: 'live',
  reportedAt: at,
});
const web = {
  app: 'web',
  version: '2.0',
  latest: null,
  isLogOnly: false,
  share: 100_000,
  instances: [instance('web-1', '2.0'), instance('web-2', '1.9')],
};
const waiting = {
  number: 5,
  title: 'New search',
  requires: [{ app: 'web', version: '2.1' }],
  waitsFor: ['web is at 2.0, and 2.1 is needed'],
};

async function page(fleet: object) {
  const asked = serve(({ path }) =>
    path.includes('/changes')
      ? { body: { changes: [waiting, { ...waiting, number: 6, waitsFor: [] }] } }
      : path.includes('/apps/')
        ? { status: 204 }
        : { body: fleet },
  );
  const element = await mount('sy-fleet', { state });
  await settled();
  return { element, asked };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('shows what runs, where it disagrees, and what waits for it', async () => {
  const { element } = await page({ apps: [web], unnamed: [instance('jobs-1', null)] });
  expect(findAll(element, '.warning').map(textOf)).toEqual([
    'Instances run different code: 1 on 2.0, 1 on 1.9.',
  ]);
  expect(findAll(element, '.waits li').map(textOf)).toEqual([
    'New search waits: web is at 2.0, and 2.1 is needed',
  ]);
  expect(findAll(element, 'tbody th').map(textOf)).toEqual(['web-1', 'web-2', 'jobs-1']);
  expect(findAll(element, 'td.other').map(textOf)).toEqual(['1.9']);
});

test('changes when code counts as there', async () => {
  const { element, asked } = await page({ apps: [web], unnamed: [] });
  findAll(element, '[aria-label="Change the rule of web"]')[0]?.click();
  await settled();
  const [share] = findAll<HTMLInputElement>(element, 'input[name=share]');
  if (share) share.value = '90';
  findAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
  await settled();
  expect(asked.find(({ method }) => method === 'PUT')).toEqual({
    method: 'PUT',
    path: '/api/environments/production/apps/web',
    body: { isLogOnly: false, share: 90_000 },
  });
});

test('tells how code gets here where nothing is known', async () => {
  const { element } = await page({ apps: [], unnamed: [] });
  const [lines, names] = findAll<HTMLElementTagNameMap['sy-snippet']>(element, 'sy-snippet');
  expect(lines?.code).toContain('switchyard deploy start');
  expect(lines?.code).toContain('production');
  expect(names?.code).toContain("app: 'web'");
});
