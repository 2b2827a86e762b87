import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Part } from '../api-types.ts';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';
import './sy-time.ts';

/** What an entry set going, and how far each part is. */
@customElement('sy-parts')
export class SyParts extends LitElement {
  @property({ attribute: false }) parts: readonly Part[] = [];

  protected override render() {
    return html`<ul>${this.parts.map(this.#part)}</ul>`;
  }

  readonly #part = ({ kind, app, status, words, release, entry, updatedAt }: Part) => html`
    <li class=${status}>
      <span class="state" role="img" aria-label=${states[status]}>${icons[status] ? html`<wa-icon name=${icons[status]}></wa-icon>` : nothing}</span>
      <div>
        <p><strong>${kind === 'config' ? 'Config' : app}</strong> <span class="status">${states[status]}</span></p>
        <p class="small quiet">
          ${words}${words ? html` · ` : nothing}${release === undefined ? nothing : html`release ${release} · `}<sy-time at=${updatedAt}></sy-time>
          ${entry === undefined ? nothing : html` · <a href=${addressOf(['log', String(entry)])}>entry ${entry}</a>`}
        </p>
      </div>
    </li>
  `;

  static override styles = [
    base,
    css`
      ul { display: grid; gap: var(--sy-space-3); }
      li { display: grid; grid-template-columns: 1.5rem minmax(0, 1fr); gap: var(--sy-space-3); overflow-wrap: anywhere; }
      .state { display: grid; place-items: center; width: 1.5rem; height: 1.5rem; border-radius: 50%; border: 2px solid var(--sy-line-strong); }
      .status { font-size: var(--sy-text-s); }
      .taken .state { border-color: var(--sy-action); border-right-color: transparent; animation: turn 1.4s linear infinite; }
      .taken .status { color: var(--sy-action); }
      .done .state { background: var(--sy-on); border-color: var(--sy-on); color: var(--sy-surface); }
      .done .status { color: var(--sy-on-ink); }
      .failed .state { background: var(--sy-danger); border-color: var(--sy-danger); color: var(--sy-on-danger); }
      .failed .status { color: var(--sy-danger-ink); font-weight: 600; }
      @keyframes turn { to { transform: rotate(1turn); } }
    `,
  ];
}

const states: Readonly<Record<Part['status'], string>> = {
  waiting: 'waiting to be called',
  taken: 'under way',
  done: 'done',
  failed: 'failed',
};
const icons: Readonly<Record<Part['status'], string>> = {
  waiting: '',
  taken: '',
  done: 'check',
  failed: 'xmark',
};

declare global {
  interface HTMLElementTagNameMap {
    'sy-parts': SyParts;
  }
}
