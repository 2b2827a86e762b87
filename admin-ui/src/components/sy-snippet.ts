import '@awesome.me/webawesome/dist/components/copy-button/copy-button.js';
import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';

/** Code, or a secret, to copy. */
@customElement('sy-snippet')
export class SySnippet extends LitElement {
  @property() label = 'Code';
  @property() code = '';

  protected override render() {
    return html`
      <pre tabindex="0" aria-label=${this.label}><code>${this.code}</code></pre>
      <wa-copy-button value=${this.code} copy-label="Copy ${this.label}"></wa-copy-button>
    `;
  }

  static override styles = [
    base,
    css`
      :host { position: relative; display: block; min-width: 0; }
      pre {
        margin: 0; padding: var(--sy-space-3) 3rem var(--sy-space-3) var(--sy-space-4); overflow-x: auto; border-radius: var(--sy-radius);
        background: var(--sy-sunken); border: 1px solid var(--sy-line); font: 0.8125rem / 1.6 var(--sy-mono);
      }
      code { font-size: inherit; }
      wa-copy-button { position: absolute; top: 0.25rem; right: 0.35rem; background: var(--sy-sunken); border-radius: var(--sy-radius-s); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-snippet': SySnippet;
  }
}
