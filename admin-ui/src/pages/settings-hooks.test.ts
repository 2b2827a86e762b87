import { expect, test } from 'vitest';
import { production } from '../testing/entries.ts';
import { findAll, mount } from '../testing/mount.ts';
import { serve, settled } from '../testing/server.ts';
import './settings-hooks.ts';

const hook = {
  id: 'h1',
  app: 'web',
  url: 'https://deploy.example.com/rollback',
  createdBy: 'Ada',
  createdAt: '2026-11-21T12:00:00.000Z',
};
const delivery = {
  id: 'd1',
  app: 'web',
  entry: 12,
  payload: {},
  status: 'failed',
  attempts: 5,
  outcome: 'It did not answer',
  createdAt: hook.createdAt,
  updatedAt: hook.createdAt,
};

async function page() {
  const asked = serve(({ method, path }) => {
    if (path.endsWith('/deliveries')) return { body: { deliveries: [delivery] } };
    if (path.endsWith('/test')) return { status: 202, body: delivery };
    if (path.endsWith('/fleet')) return { body: { apps: [{ app: 'web' }], unnamed: [] } };
    if (method === 'POST') return { status: 201, body: { hook, secret: 'whsec_1' } };
    return { body: { hooks: [hook] } };
  });
  const element = await mount('sy-settings-hooks', { environment: production });
  await settled();
  const button = (name: string) =>
    findAll<HTMLButtonElement>(element, 'button').find(
      (each) => each.ariaLabel === name || textOf(each) === name,
    );
  return { element, asked, button };
}

const textOf = (element: Element) => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('shows the secret of a new hook once', async () => {
  const { element, asked, button } = await page();
  button('Add hook')?.click();
  await settled();
  for (const [id, value] of [
    ['app', 'web'],
    ['url', hook.url],
  ]) {
    const [field] = findAll<HTMLInputElement>(element, `input#${id}`);
    if (field) field.value = value ?? '';
    field?.dispatchEvent(new Event('input'));
  }
  await settled();
  findAll(element, 'sy-dialog')[0]?.dispatchEvent(new CustomEvent('submit-request'));
  await settled();
  expect(asked.find(({ method }) => method === 'POST')?.body).toEqual({
    app: 'web',
    url: hook.url,
  });
  const snippets = () => findAll<HTMLElementTagNameMap['sy-snippet']>(element, 'sy-snippet');
  expect(snippets().map(({ code }) => code)).toEqual(['whsec_1']);
  findAll(element, 'sy-dialog')[1]?.dispatchEvent(new CustomEvent('close-request'));
  await settled();
  expect(snippets()).toEqual([]);
});

test('calls a hook to try it, and tells what came of its calls', async () => {
  const { element, asked, button } = await page();
  button('Test the hook of web')?.click();
  await settled();
  expect(asked.map(({ method, path }) => `${method} ${path}`)).toContain(
    'POST /api/environments/production/hooks/h1/test',
  );
  const cells = findAll(element, 'tbody td').map(textOf);
  expect(cells.slice(1)).toEqual(['entry 12', 'failed', '5', 'It did not answer']);
});
