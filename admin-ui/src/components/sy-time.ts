import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ago, fullTime } from '../model/times.ts';
import { Ticking } from '../ticking.ts';

const everyMs = 30_000;

/** How long ago something was, kept right; the exact time on hover. */
@customElement('sy-time')
export class SyTime extends LitElement {
  @property() at = '';

  constructor() {
    super();
    new Ticking(this, everyMs);
  }

  protected override render() {
    return html`<time datetime=${this.at} title=${fullTime(this.at)}>${ago(this.at, Date.now())}</time>`;
  }

  static override styles = css`
    :host { white-space: nowrap; }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-time': SyTime;
  }
}
