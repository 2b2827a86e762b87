import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { markInWords } from '../model/yard.ts';
import { base } from '../styles/base.ts';
import type { Mark } from '../yard-types.ts';

/** What a rider says of their change at this station: good, uh-oh, or nothing yet. */
@customElement('sy-mark')
export class SyMark extends LitElement {
  @property({ attribute: false }) mark: Mark | null = null;

  protected override render() {
    const { mark } = this;
    return html`
      <span class=${mark ?? 'none'} role="img" aria-label=${markInWords({ mark })} title=${markInWords({ mark })}>
        ${mark === 'good' ? html`<wa-icon name="check"></wa-icon>` : mark === 'uh-oh' ? '!' : ''}
      </span>
    `;
  }

  static override styles = [
    base,
    css`
      :host { display: inline-block; font-size: 1.05rem; }
      span {
        display: grid; place-items: center; width: 1.15em; height: 1.15em; border-radius: 50%; font-weight: 800; font-size: inherit; line-height: 1;
        background: var(--sy-surface); color: light-dark(#fff, #0b1016); box-shadow: 0 0 0 2px var(--sy-surface);
      }
      wa-icon { font-size: 0.85em; stroke-width: 3; }
      .good { background: var(--sy-on); }
      .uh-oh { background: var(--sy-danger); font-size: 0.9em; width: 1.28em; height: 1.28em; }
      .none { border: 2px dashed var(--sy-line-strong); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-mark': SyMark;
  }
}
