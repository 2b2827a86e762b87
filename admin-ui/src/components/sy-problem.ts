import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import { controls } from '../styles/controls.ts';

/**
 * What went wrong, in the server's words, and a way to try again.
 *
 * @fires retry-request
 */
@customElement('sy-problem')
export class SyProblem extends LitElement {
  @property() message = '';
  @property({ type: Boolean, attribute: 'without-retry' }) withoutRetry = false;

  protected override render() {
    return html`
      <div class="problem-box" role="alert">
        <wa-icon name="warning"></wa-icon>
        <p class="grow">${this.message}</p>
        ${
          this.withoutRetry
            ? nothing
            : html`<button class="button small" @click=${this.#retry}>Try again</button>`
        }
      </div>
    `;
  }

  #retry() {
    this.dispatchEvent(new CustomEvent('retry-request'));
  }

  static override styles = [
    base,
    controls,
    css`
      .problem-box {
        display: flex; align-items: center; gap: var(--sy-space-3); flex-wrap: wrap;
        padding: var(--sy-space-3) var(--sy-space-4); border-radius: var(--sy-radius);
        background: var(--sy-danger-wash); color: var(--sy-danger-ink);
        overflow-wrap: anywhere;
      }
      p { min-width: 12rem; }
    `,
  ];
}

/** Grey lines where text is going to be; they appear only when waiting gets noticeable. */
@customElement('sy-skeleton')
export class SySkeleton extends LitElement {
  @property({ type: Number }) lines = 4;

  protected override render() {
    return html`
      <span class="visually-hidden" role="status">Loading…</span>
      ${Array.from({ length: this.lines }, () => html`<div class="line"></div>`)}
    `;
  }

  static override styles = [
    base,
    css`
      :host { display: grid; gap: var(--sy-space-4); padding-block: var(--sy-space-4); animation: appear 0.3s 0.15s backwards; }
      .line { height: 1.1rem; border-radius: var(--sy-radius-s); background: var(--sy-sunken); }
      .line:nth-of-type(2n) { width: 82%; }
      .line:nth-of-type(3n) { width: 64%; }
      @keyframes appear { from { opacity: 0; } }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-problem': SyProblem;
    'sy-skeleton': SySkeleton;
  }
}
