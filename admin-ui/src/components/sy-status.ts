import { css, html, LitElement } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../styles/base.ts';
import type { Status } from '../yard-types.ts';

const names: Readonly<Record<Status, string>> = {
  open: 'Open',
  aboard: 'Aboard',
  'rolling-out': 'Rolling out',
  arrived: 'Live',
  'rolled-back': 'Rolled back',
  withdrawn: 'Withdrawn',
};

/** How far a change is. */
@customElement('sy-status')
export class SyStatus extends LitElement {
  @property() status: Status = 'open';

  protected override render() {
    return html`<span class=${this.status}>${names[this.status]}</span>`;
  }

  static override styles = [
    base,
    css`
      :host { display: inline-block; }
      span { padding: 0.1rem 0.6rem; border-radius: 999px; font-size: var(--sy-text-s); font-weight: 600; white-space: nowrap; background: var(--sy-action-wash); color: var(--sy-action); }
      .aboard, .rolling-out { background: var(--sy-conditional-wash); color: var(--sy-conditional-ink); }
      .arrived { background: var(--sy-on-wash); color: var(--sy-on-ink); }
      .rolled-back { background: var(--sy-danger-wash); color: var(--sy-danger-ink); }
      .withdrawn { background: var(--sy-sunken); color: var(--sy-ink-quiet); }
    `,
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'sy-status': SyStatus;
  }
}
