import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

const tabs = [
  ['train', 'Yard'],
  ['changes', 'Changes'],
] as const;

/** The two pages of the train. */
@customElement('sy-train-tabs')
export class SyTrainTabs extends LitElement {
  @property() current = 'train';

  protected override render() {
    return html`
      <nav aria-label="Train">
        ${tabs.map(
          ([path, label]) =>
            html`<a href=${addressOf([path])} aria-current=${path === this.current ? 'page' : nothing}>${label}</a>`,
        )}
      </nav>
    `;
  }

  static override styles = [
    base,
    css`
      nav { display: flex; gap: var(--sy-space-5); border-bottom: 1px solid var(--sy-line); }
      a { padding: var(--sy-space-2) 0.1rem; margin-bottom: -1px; color: var(--sy-ink-quiet); text-decoration: none; font-weight: 550; border-bottom: 3px solid transparent; }
      a:hover { color: var(--sy-ink); }
      a[aria-current] { color: var(--sy-ink); border-bottom-color: var(--sy-action); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-train-tabs': SyTrainTabs;
  }
}
