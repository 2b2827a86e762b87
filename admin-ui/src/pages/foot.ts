import { css, html, LitElement, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { deploys } from '../api.ts';
import { Loaded } from '../loaded.ts';
import { summaryInWords } from '../model/summary.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import { Ticking } from '../ticking.ts';

const everyMs = 60_000;

/** The foot of every page: when was deployed last and by whom, and how much lately. */
@customElement('sy-foot')
export class SyFoot extends LitElement {
  readonly #summary = new Loaded(this, {
    args: () => [],
    load: () => deploys.summary(),
    on: ({ kind }) => kind === 'log',
  });

  constructor() {
    super();
    new Ticking(this, everyMs);
  }

  protected override render() {
    const summary = this.#summary.value;
    // Nobody comes for this line: where it cannot be told, nothing is said.
    if (summary === undefined) return nothing;
    const words = summaryInWords(summary, Date.now());
    const { last } = summary;
    return html`<p>${last ? html`<a href=${addressOf(['log', String(last.entry)])} title=${last.title}>${words}</a>` : words}</p>`;
  }

  static override styles = [
    base,
    css`
      :host { display: block; min-height: 1.5em; font-size: var(--sy-text-s); color: var(--sy-ink-quiet); }
      a { color: inherit; text-decoration: none; }
      a:hover { text-decoration: underline; }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-foot': SyFoot;
  }
}
