import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ago, fullTime } from '../model/times.ts';

const everyMs = 30_000;

/** How long ago something was, kept right; the exact time on hover. */
@customElement('sy-time')
export class SyTime extends LitElement {
  @property() at = '';
  #ticking: ReturnType<typeof setInterval> | undefined;

  override connectedCallback() {
    super.connectedCallback();
    this.#ticking = setInterval(() => this.requestUpdate(), everyMs);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#ticking);
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
