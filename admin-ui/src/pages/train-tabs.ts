import { css, html, LitElement, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { addressOf } from '../router.ts';
import { base } from '../styles/base.ts';

const tabs = [
  ['train', 'Yard'],
  ['changes', 'Changes'],
] as const;

/** The head of the two pages of the train, and the way between them. */
@customElement('sy-train-tabs')
export class SyTrainTabs extends LitElement {
  @property() current = 'train';

  protected override render() {
    return html`
      <h1>Train</h1>
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
      :host { display: flex; flex-wrap: wrap; min-height: 2.75rem; align-items: center; gap: var(--sy-space-1) var(--sy-space-5); }
      nav { display: flex; gap: var(--sy-space-4); }
      a { padding: var(--sy-space-1) 0.1rem; color: var(--sy-ink-quiet); text-decoration: none; font-weight: 550; border-bottom: 3px solid transparent; }
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
