import { describe, expect, test } from 'vitest';
import { html } from './html.ts';

describe('html', () => {
  test('escapes what it is given, in text and in attributes', () => {
    const name = `<b title="x">Fish & 'Chips'</b>`;

    expect(html`<a title="${name}">${name}</a>`.text).not.toMatch(/<b|"x"|'Chips'/);
    expect(html`<p>${name}</p>`.text).toContain('&#60;b title=&#34;x&#34;&#62;Fish &#38;');
  });

  test('takes its own markup as it is, lists of it, and leaves out what is not so', () => {
    expect(
      html`<ul>${[1, 2].map((each) => html`<li>${each}</li>`)}${false}${undefined}</ul>`.text,
    ).toBe('<ul><li>1</li><li>2</li></ul>');
  });
});
