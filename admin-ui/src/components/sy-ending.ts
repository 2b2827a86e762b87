import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Entry } from '../api-types.ts';
import { endingOf } from '../model/outcome.ts';
import { base } from '../styles/base.ts';
import { Ticking } from '../ticking.ts';

/** How an entry of the deploy log ended, or since when it runs. */
@customElement('sy-ending')
export class SyEnding extends LitElement {
  @property({ attribute: false }) entry!: Entry;

  constructor() {
    super();
    new Ticking(this);
  }

  protected override render() {
    const ending = endingOf(this.entry, Date.now());
    if (ending === undefined) return nothing;
    const icon = icons[ending.state];
    return html`
      <span class=${ending.state}>
        ${icon ? html`<wa-icon name=${icon}></wa-icon>` : html`<span class="pulse" aria-hidden="true"></span>`}${ending.words}
      </span>
    `;
  }

  static override styles = [
    base,
    css`
      :host { display: inline; }
      wa-icon { font-size: 1em; vertical-align: -0.1em; margin-inline-end: 0.25rem; }
      .done { color: var(--sy-on-ink); }
      .failed { color: var(--sy-danger-ink); font-weight: 600; }
      .aborted { color: var(--sy-conditional-ink); font-weight: 600; }
      .running { color: var(--sy-action); font-weight: 600; }
      .pulse { display: inline-block; margin-inline-end: 0.35rem; width: 0.6rem; height: 0.6rem; border-radius: 50%; background: currentColor; animation: pulse 1.8s infinite; }
      @keyframes pulse { 50% { opacity: 0.3; } }
    `,
  ];
}

const icons = { running: '', done: 'check', failed: 'xmark', aborted: 'rollback' };

declare global {
  interface HTMLElementTagNameMap {
    'sy-ending': SyEnding;
  }
}
