import { html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { expect, test } from 'vitest';
import { Loaded } from './loaded.ts';
import { findAll, mount } from './testing/mount.ts';

@customElement('test-page')
class TestPage extends LitElement {
  @property() key = 'a';
  load: (key: string) => Promise<string> = async (key) => key;
  readonly data = new Loaded(this, {
    args: () => [this.key],
    load: (key: string) => this.load(key),
  });

  protected override render() {
    return this.data.render((value) => html`<output>${value}</output>`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'test-page': TestPage;
  }
}

const shown = (page: TestPage) => findAll(page, 'output')[0]?.textContent;
const settled = async (page: TestPage) => {
  await new Promise((resolve) => setTimeout(resolve));
  await page.updateComplete;
};

test('shows that it waits, then the data', async () => {
  let answer: (value: string) => void = () => {};
  const load = () =>
    new Promise<string>((resolve) => {
      answer = resolve;
    });
  const page = await mount('test-page', { load });
  expect(findAll(page, 'sy-skeleton')).toHaveLength(1);
  answer('a');
  await settled(page);
  expect(shown(page)).toBe('a');
});

test('keeps the old data on show until the new is there, and drops an answer that is too late', async () => {
  const answers = new Map<string, (value: string) => void>();
  const load = (key: string) => new Promise<string>((resolve) => answers.set(key, resolve));
  const page = await mount('test-page', { load });
  answers.get('a')?.('a');
  await settled(page);

  page.key = 'b';
  await settled(page);
  page.key = 'c';
  await settled(page);
  expect(shown(page)).toBe('a');

  answers.get('c')?.('c');
  answers.get('b')?.('b');
  await settled(page);
  expect(shown(page)).toBe('c');
});

test('says what went wrong, and tries again when asked to', async () => {
  let isBroken = true;
  const load = async (key: string) => {
    if (isBroken) throw new Error('The server is on strike.');
    return key;
  };
  const page = await mount('test-page', { load });
  await settled(page);
  expect(findAll(page, '[role=alert]')[0]?.textContent).toContain('on strike');

  isBroken = false;
  findAll(page, 'button')[0]?.click();
  await settled(page);
  expect(shown(page)).toBe('a');
  expect(findAll(page, '[role=alert]')).toEqual([]);
});
